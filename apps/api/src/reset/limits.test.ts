import { RateLimiterMemory } from "rate-limiter-flexible";
import { expect, test, vi } from "vitest";
import { type Kind, Problem } from "../problems/problem.ts";
import { resetLimitsWith } from "./limits.ts";

const [HOME, AWAY] = ["192.0.2.1", "198.51.100.1"];

function limits(points: Partial<Record<"account" | "address" | "wrong", number>>) {
  const limiter = (keyPrefix: "account" | "address" | "wrong") =>
    new RateLimiterMemory({ points: points[keyPrefix] ?? 100, duration: 900, keyPrefix });
  return resetLimitsWith({ account: limiter("account"), address: limiter("address"), wrong: limiter("wrong") });
}

const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof Problem ? error.kind : error),
  );
const fails = (kind: Kind) => () => Promise.reject(new Problem(kind));

test("a mailbox gets so many mails, wherever they are asked for, and another one its own", async () => {
  const { mail } = limits({ account: 2 });
  const ask = (email: string, address: string) => outcome(mail({ email, address }));
  expect([await ask("ada@flipdocs.test", HOME), await ask(" ADA@flipdocs.test", AWAY)]).toEqual(["done", "done"]);
  expect(await ask("ada@flipdocs.test", HOME)).toBe("too-many-requests");
  expect(await ask("grace@flipdocs.test", HOME)).toBe("done");
});

test("from an address so many mails are asked for, and what is refused counts for no mailbox", async () => {
  const { mail } = limits({ address: 1, account: 1 });
  const ask = (email: string, address: string) => outcome(mail({ email, address }));
  expect([await ask("grace@flipdocs.test", HOME), await ask("ada@flipdocs.test", HOME)]).toEqual([
    "done",
    "too-many-requests",
  ]);
  expect(await ask("ada@flipdocs.test", AWAY)).toBe("done");
});

test("who has tried too many wrong links does not even try the right one, and others do", async () => {
  const { link } = limits({ wrong: 2 });
  const follow = vi.fn(async () => "session");
  for (let turn = 0; turn < 2; turn++) expect(await outcome(link(HOME, fails("link-over")))).toBe("link-over");
  expect(await outcome(link(HOME, follow))).toBe("too-many-requests");
  expect(follow).not.toHaveBeenCalled();
  expect(await link(AWAY, follow)).toBe("session");
});

test("neither a right link counts nor a password that is not taken", async () => {
  const { link } = limits({ wrong: 1 });
  expect(await outcome(link(HOME, fails("invalid")))).toBe("invalid");
  for (let turn = 0; turn < 2; turn++) expect(await link(HOME, async () => "session")).toBe("session");
});
