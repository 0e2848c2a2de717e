import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { apps, parseApp, released, settingsOf } from "../src/apps.ts";
import { bun } from "../src/kinds/bun.ts";
import type { Settings } from "../src/kinds/kind.ts";

const root = new URL("../../", import.meta.url);
const shop: Settings = { kind: "bun", folder: "apps/shop", user: "shop", port: 4000 };

test("a program of Bun's is its bundle, one layer", () => {
  expect(bun.keep(shop)).toEqual([]);
  expect(bun.collect(shop)).toEqual([
    "mkdir -p /out/app/app/apps/shop",
    "cp -a apps/shop/dist /out/app/app/apps/shop/",
  ]);
  expect(bun.layers(shop)).toEqual({ installed: [], built: ["app"] });
});

test("what stays outside of the bundle, and its chunks, are layers of their own, what changes least first", () => {
  const split = { ...shop, modules: ["sharp"], needless: ["@img/*musl*"], chunks: true };
  expect(bun.keep(split).slice(-2)).toEqual([
    "cp -a --parents ./node_modules/sharp /out/modules/app/",
    "rm -rf /out/modules/app/node_modules/@img/*musl*",
  ]);
  expect(bun.layers(split)).toEqual({ installed: ["modules"], built: ["chunks", "app"] });
});

test("a module that is not installed is named, with the table that wants it", () => {
  expect(bun.keep({ ...shop, modules: ["sharq"] }).join("\n")).toContain(
    "apps/shop installs no sharq, which dagger/src/apps.ts has among its modules",
  );
});

test("an app that is not in the table is refused with those that are", () => {
  expect(() => parseApp("wbe")).toThrow("There is no app wbe.\nSay one of web, api, acme, supabase.");
});

test.each(Object.entries(apps))("%s: its folder is a workspace of this repository", (_, { folder }) => {
  expect(existsSync(new URL(`${folder}/package.json`, root))).toBe(true);
});

test.each(released)("%s: production runs it, and asks it by the program of its kind", (name) => {
  const { services } = parse(readFileSync(new URL("compose/prod.yml", root), "utf8"), { merge: true }) as {
    services: Record<string, { image: string; healthcheck: { test: string[] } }>;
  };
  expect(services[name]?.image).toContain(`\${${name.toUpperCase()}_IMAGE:`);
  expect(services[name]?.healthcheck.test.at(-1)).toContain(`/app/${settingsOf(name).folder}/`);
});
