import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { call, site } from "./site.ts";

/** What a person sees of an error. */
const said = ({ stderr }: { readonly stderr: string }) => stderr.slice(-2000);

test("claim 43: another host key is an error of its own, and nothing is asked of that machine", async () => {
  const file = join(site().files, "other_known_hosts");
  const [address = "", kind = ""] = readFileSync(site().host.knownHosts, "utf8").split(" ");
  writeFileSync(file, `${address} ${kind} AAAAC3NzaC1lZDI1NTE5AAAAIMZ5fJQ2gWQ4h4T8vwqhrNNqLkHyxtPlGB0SxlmmQuYU\n`);
  const ended = await call(site(), "deploy", "--knownhosts", file);
  expect(ended.code).toBe(5);
  expect(said(ended)).toContain("another key");
});
