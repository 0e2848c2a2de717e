import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** A page without what is in fences, which holds neither links nor headings. */
const read = (page: string): string => readFileSync(page, "utf8").replaceAll(/^ *```.*?^ *```/gms, "");

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

const anchors = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchor(heading));

/** Whether a link of a page leads to a file, and to a heading of it where it names one. */
function leads(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const target = path ? join(dirname(page), path) : page;
  return existsSync(target) && (heading === undefined || anchors(target).includes(heading));
}

test.each(["README.md", ...globSync("docs/*.md", { cwd: root })])("the links of %s lead somewhere", (name) => {
  const page = join(root, name);
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  expect(links.filter((link) => !/^https?:/.test(link) && !leads(page, link))).toEqual([]);
});
