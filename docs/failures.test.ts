import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { messages, VARIES } from "./messages.ts";

const page = readFileSync(new URL("failures.md", import.meta.url), "utf8");
const said = messages();

/** What is in quotes in the page's headings: a word in capitals varies, and what ends with … goes on in the code. */
const headings = [...page.matchAll(/^### (.*)$/gm)].flatMap(([, heading = ""]) =>
  [...heading.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text),
);

const same = (text: string): string => text.replace(/\b[A-Z][A-Z_]+\b/g, VARIES);
const isOf = (heading: string, message: string): boolean =>
  heading.endsWith("…") ? same(message).startsWith(same(heading.slice(0, -1))) : same(message) === same(heading);

test("every message by which a call can end has a heading", () => {
  expect(said).toContain("The site is not healthy.");
  expect(said.filter((message) => !headings.some((heading) => isOf(heading, message)))).toEqual([]);
});

test("every heading is a message of the code's, and stands there once", () => {
  expect(headings.filter((heading) => !said.some((message) => isOf(heading, message)))).toEqual([]);
  expect(headings).toEqual([...new Set(headings)]);
});
