import { RateLimiterMemory } from "rate-limiter-flexible";
import { expect, test } from "vitest";
import { signUpsWith } from "./sign-ups.ts";

const limited = () => signUpsWith(new RateLimiterMemory({ points: 2, duration: 3600 }));

test("one address makes so many accounts and no more, and is told when to come again; others make theirs", async () => {
  const count = limited();
  for (const address of ["2001:db8::1", "2001:db8::2"]) await count(address);
  await expect(count("2001:db8::3")).rejects.toMatchObject({
    kind: "too-many-requests",
    detail: "Too many accounts have been made from where you are. Try again in 60 minutes.",
    headers: { "retry-after": "3600" },
  });
  await expect(count("2001:db8:0:1::1")).resolves.toBeUndefined();
});

test("where nobody knows the address, nobody is counted", async () => {
  const count = limited();
  for (let times = 0; times < 3; times++) await expect(count(undefined)).resolves.toBeUndefined();
});
