import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readHostFolder } from "../../packages/dagger-on-docker/src/tree/host.ts";
import { closure, shares, sourceOf } from "../scripts/shares.ts";
import { workspaces } from "../scripts/workspaces.ts";
import { apps } from "../src/apps.ts";
import * as written from "../src/shares.ts";

const root = new URL("../../", import.meta.url);

const shop = {
  "apps/shop": { name: "@x/shop", dependencies: { "@x/money": "workspace:*", next: "16.0.0" } },
  "packages/money": { name: "@x/money", devDependencies: { "@x/words": "workspace:*" } },
  "packages/words": { name: "@x/words", dependencies: { "@x/money": "workspace:*" } },
  "packages/other": { name: "@x/other" },
};

test("a workspace is made of those that it uses, and of what they use", () => {
  expect(closure(shop, "apps/shop")).toEqual(["apps/shop", "packages/money", "packages/words"]);
  expect(closure(shop, "packages/other")).toEqual(["packages/other"]);
});

test("a workspace that is wanted and is not there is named", () => {
  const broken = { "apps/shop": { name: "@x/shop", dependencies: { "@x/gone": "workspace:*" } } };
  expect(() => closure(broken, "apps/shop")).toThrow("apps/shop/package.json wants @x/gone");
});

test("an image's share is its workspaces and every manifest; secrets and what is made are taken out behind them", () => {
  const { shop: list = [] } = shares(shop, { shop: { folder: "apps/shop" } });
  expect(list.filter((pattern) => pattern.startsWith("!"))).toEqual([
    "!.gitignore",
    "!apps/shop",
    "!apps/shop/package.json",
    "!bun.lock",
    "!bunfig.toml",
    "!package.json",
    "!packages/money",
    "!packages/money/package.json",
    "!packages/other/package.json",
    "!packages/words",
    "!packages/words/package.json",
    "!tsconfig.json",
    "!turbo.json",
  ]);
  const taken = list.slice(list.findLastIndex((pattern) => pattern.startsWith("!")) + 1);
  expect(taken).toEqual(
    expect.arrayContaining(["**/.env", "**/.env.*", "**/*.key", "**/node_modules", "**/*.test.ts"]),
  );
  expect(list.slice(0, 4)).toEqual(["**/node_modules", "**/.next", "**/.turbo", "*"]);
});

test("shares.ts is what the manifests say", () => {
  expect(readFileSync(new URL("dagger/src/shares.ts", root), "utf8"), "bun dagger/scripts/write-shares.ts").toBe(
    sourceOf(shares(workspaces(), apps)),
  );
});

test("a list that index.ts imports, of an app that the table has not, leaves nothing", () => {
  const source = sourceOf({ shop: ["*"] }, 'import { allButShop, allButWeb } from "./shares.js"; ignore: allButWeb');
  expect(source.match(/^export const allBut\w+ = .*/gm)).toEqual([
    "export const allButShop = [",
    'export const allButWeb = ["*"];',
  ]);
});

/** The files that a function with an ignore list is given of this repository. */
function given(ignore: readonly string[]): string[] {
  const tree = readHostFolder(fileURLToPath(root), { exclude: ignore });
  return [...tree].filter(([, { kind }]) => kind !== "folder").map(([path]) => path);
}

test("a function that builds the API is given nothing of the web app but its manifest, and the other way round", () => {
  const [api, web] = [given(written.allButApi), given(written.allButWeb)];
  expect(api.filter((path) => path.startsWith("apps/web/"))).toEqual(["apps/web/package.json"]);
  expect(web.filter((path) => path.startsWith("apps/api/"))).toEqual(["apps/api/package.json"]);
  expect(api).toEqual(expect.arrayContaining(["apps/api/src/index.ts", "packages/book/src/index.ts", "bun.lock"]));
  expect(web).toEqual(expect.arrayContaining(["apps/web/src/env.ts", "packages/contract/src/index.ts", "bun.lock"]));
});

test.each(Object.entries(written.allBut))("%s: nothing that is made, and no page for people, is given", (_, ignore) => {
  const never = /(^|\/)(node_modules|\.next|\.turbo|dist)\/|\.md$/;
  expect(given(ignore).filter((path) => never.test(path))).toEqual([]);
});

test("every function that takes the source says which part of it", () => {
  const facade = readFileSync(new URL("dagger/src/index.ts", root), "utf8");
  const taking = facade.match(/\bsource: Directory/g) ?? [];
  const told = facade.match(/@argument\(\{ defaultPath: "\.", ignore: (?:outside|allBut\w+) \}\)\s+source: Directory/g);
  // The three that are no functions of the module take it from one that is.
  expect(taking).toHaveLength((told ?? []).length + 3);
});
