import { expect, test } from "vitest";
import { attachment } from "./disposition.ts";

const nameIn = (header: string) => decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(header)?.[1] ?? "");
const plainIn = (header: string) => /filename="([^"]*)"/.exec(header)?.[1];

test.each([
  ["Atlas", "Atlas.pdf", "Atlas.pdf"],
  ["Atlas.PDF", "Atlas.pdf", "Atlas.pdf"],
  ["Crème Straße", "Crème Straße.pdf", "Creme Stra_e.pdf"],
  ["山の本", "山の本.pdf", "___.pdf"],
  ["../../etc/passwd", "etc passwd.pdf", "etc passwd.pdf"],
  ["a\r\nSet-Cookie: x=y", "a Set-Cookie x=y.pdf", "a Set-Cookie x=y.pdf"],
  ['"; filename="evil.exe', "; filename= evil.exe.pdf", "; filename= evil.exe.pdf"],
  ["100 %", "100 %.pdf", "100 _.pdf"],
  ["fdp\u202egpj.exe", "fdp gpj.exe.pdf", "fdp gpj.exe.pdf"],
  ["...", "book.pdf", "book.pdf"],
  ["half \ud800", "half \ufffd.pdf", "half _.pdf"],
  ["it's (a) *", "it's (a).pdf", "it's (a).pdf"],
])("the book %j is saved as %j", (title, name, plain) => {
  expect([nameIn(attachment(title)), plainIn(attachment(title))]).toEqual([name, plain]);
});

test("whatever the title, it is one header of ASCII letters", () => {
  for (const title of ["\0\x7f\r\n", "é\u0301'()*", "a".repeat(200), "😀"]) {
    expect(attachment(title)).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w.~!$&+^`|%-]+$/);
  }
});

test.each([
  ["Tides.pdf.old", "Tides.pdf.old.pdf"],
  ["a<>:b", "a b.pdf"],
  ["  ..Tides .. ", "Tides.pdf"],
])("the book %j is called %s", (title, name) => {
  expect(nameIn(attachment(title))).toBe(name);
});

test("signs that RFC 8187 has not are written as bytes, in capital letters", () => {
  expect(attachment("(ö)*'")).toContain("filename*=UTF-8''%28%C3%B6%29%20%27.pdf");
});
