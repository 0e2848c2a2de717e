import { expect, test } from "vitest";
import { BookChange, Credentials, NewCredentials, NewShare, PageText, ResetToken, SharePassword } from "./index.ts";

const email = "ada@flipdocs.example";

test.each([
  ["a".repeat(7), false, false],
  ["a".repeat(8), true, true],
  ["a".repeat(72), true, true],
  ["a".repeat(73), false, false],
  ["é".repeat(36), true, true],
  ["é".repeat(37), true, false],
])("the password %s signs in: %s; is taken for a new one: %s", (password, signsIn, isTaken) => {
  expect(Credentials.safeParse({ email, password }).success).toBe(signsIn);
  expect(NewCredentials.safeParse({ email, password }).success).toBe(isTaken);
});

test("a password of which not every byte would count is told so", () => {
  const { error } = NewCredentials.safeParse({ email, password: "é".repeat(40) });
  expect(error?.issues.map(({ path, message }) => [path.join(), message])).toEqual([
    ["password", "has more than 72 bytes"],
  ]);
});

test.each([
  [" Tides ", "Tides"],
  ["t".repeat(200), "t".repeat(200)],
  ["t".repeat(201), undefined],
  ["  ", undefined],
])("the title %j is kept as %j", (title, kept) => {
  expect(BookChange.safeParse({ title }).data?.title).toBe(kept);
});

test.each([
  [{ access: "public" }, undefined],
  [{ access: "unlisted", embeddable: true, downloadable: true }, undefined],
  [{ access: "password", password: "12345678" }, undefined],
  [{ access: "password", password: "12345678", embeddable: false }, undefined],
  [{ access: "password" }, "password: is needed where access is password, and nowhere else"],
  [{ access: "public", password: "12345678" }, "password: is needed where access is password, and nowhere else"],
  [
    { access: "password", password: "12345678", embeddable: true },
    "embeddable: a link with a password cannot be embedded",
  ],
  [{ access: "public", endsAt: "9998-12-31T23:59:59Z" }, undefined],
  [{ access: "public", endsAt: "9999-01-01T00:00:00Z" }, "endsAt: is too far away"],
])("a link that is wanted as %j: %s", (wanted, problem) => {
  const [issue] = NewShare.safeParse(wanted).error?.issues ?? [];
  expect(issue && `${issue.path.join(".")}: ${issue.message}`).toBe(problem);
});

test.each([
  ["1234567", false],
  ["1".repeat(72), true],
  ["1".repeat(73), false],
])("%s is long enough for a link's password, and not too long: %s", (password, fits) => {
  expect(NewShare.safeParse({ access: "password", password }).success).toBe(fits);
});

test("what a visitor types is tried as long as it is no novel", () => {
  expect([1000, 1001].map((length) => SharePassword.safeParse({ password: "a".repeat(length) }).success)).toEqual([
    true,
    false,
  ]);
});

test("pages of before have no links", () => {
  expect(PageText.parse({ words: [] })).toEqual({ words: [], links: [] });
});

test.each([
  ["a".repeat(20), true],
  ["a".repeat(128), true],
  ["a".repeat(19), false],
  ["a".repeat(129), false],
  [`${"a".repeat(20)}/`, false],
  [`/${"a".repeat(20)}`, false],
])("%s is a reset link's token: %s", (token, isOne) => {
  expect(ResetToken.safeParse(token).success).toBe(isOne);
});
