import { expect, test } from "vitest";
import type { Flag } from "./flags.ts";
import { renderFlags, renderHelp, renderTable } from "./help.ts";

const flag = (name: string, rest: Partial<Flag> = {}): Flag => ({
  name,
  type: "string",
  usage: "",
  read: String,
  ...rest,
});

test("long usages break before the right edge, under their column", () => {
  const urls = "List of URLs of remote modules allowed to access LLM APIs, or 'all' to bypass restrictions";
  const mod = "Module reference to load, either a local path or a remote git repo (defaults to current directory)";
  const shown = renderFlags([
    flag("json", { short: "j", type: "", usage: "Present result as JSON" }),
    flag("mod", { short: "m", usage: mod }),
    flag("allow-llm", { type: "strings", usage: `${urls} for the entire session` }),
  ]);
  expect(shown).toBe(`      --allow-llm strings   List of URLs of remote modules allowed to
                            access LLM APIs, or 'all' to bypass
                            restrictions for the entire session
  -j, --json                Present result as JSON
  -m, --mod string          Module reference to load, either a local path
                            or a remote git repo (defaults to current
                            directory)`);
});

test("long descriptions in a list continue under their own column", () => {
  const short = "Waits until the service answers on all of its ports and then says where it can be found";
  const help = renderHelp({
    about: "",
    usage: "x",
    path: "x",
    lists: { FUNCTIONS: [{ name: "start", short }] },
    groups: {},
  });
  expect(help).toContain(`  start         Waits until the service answers on all of its ports and then
                says where it can be found
`);
});

test("a table is two columns", () => {
  const entries = [
    { name: "shop:lint", short: "Lints." },
    { name: "shop:red", short: "Always red." },
  ];
  expect(renderTable(entries)).toBe("Name        Description\nshop:lint   Lints.\nshop:red    Always red.\n");
});
