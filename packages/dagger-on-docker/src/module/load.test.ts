import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findModule, sourceFiles, sourceHash } from "./load.ts";

function repository(config: object = { name: "shop", source: "dagger", sdk: { source: "typescript" } }): string {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "module-")));
  onTestFinished(() => rmSync(top, { recursive: true }));
  mkdirSync(join(top, ".git"));
  mkdirSync(join(top, "ci/dagger/src/deep"), { recursive: true });
  mkdirSync(join(top, "ci/apps/web"), { recursive: true });
  writeFileSync(join(top, "ci/dagger.json"), JSON.stringify(config));
  writeFileSync(join(top, "ci/dagger/src/index.ts"), "export {}");
  writeFileSync(join(top, "ci/dagger/src/index.test.ts"), "export {}");
  writeFileSync(join(top, "ci/dagger/src/deep/more.ts"), "export {}");
  return top;
}

test("the nearest dagger.json upwards names the module; the repository is its context", () => {
  const top = repository();
  expect(findModule(undefined, join(top, "ci/apps/web"))).toEqual({
    name: "shop",
    root: join(top, "ci"),
    source: join(top, "ci/dagger"),
    context: top,
  });
});

test("a worktree's or a submodule's repository, which is a file, is a context as well", () => {
  const top = repository();
  rmSync(join(top, ".git"), { recursive: true });
  writeFileSync(join(top, ".git"), "gitdir: ../.git/worktrees/shop\n");
  expect(findModule(undefined, join(top, "ci/apps/web")).context).toBe(top);
});

test("-m names a folder", () => {
  const top = repository();
  expect(findModule("./ci", top).root).toBe(join(top, "ci"));
});

test("a folder that is not there is told as the CLI tells it", () => {
  expect(() => findModule("./nope", repository())).toThrow(
    'local path "./nope" does not exist: -m takes the folder of a dagger.json',
  );
});

test.each(["github.com/shop/ci", "https://example.org/ci.git", "git@example.org:ci.git"])(
  "-m %s, which is elsewhere, needs an engine",
  (reference) => {
    expect(() => findModule(reference, repository())).toThrow(`"${reference}" is a git address, which needs a Dagger`);
  },
);

test.each([
  [{ name: "shop", sdk: { source: "go" } }, 'asks for the SDK "go"'],
  [{ name: "shop", sdk: { source: "typescript" }, dependencies: [{ name: "x" }] }, "has dependencies"],
  [{ sdk: { source: "typescript" } }, 'has no "name"'],
])("%j needs an engine or a mend", (config, message) => {
  expect(() => findModule("ci", repository(config))).toThrow(message);
});

test("sources are all TypeScript files but tests and an editor's hidden ones, sorted, links not followed", () => {
  const source = findModule("ci", repository());
  symlinkSync("..", join(source.source, "src/deep/up"));
  symlinkSync("somebody@machine.123:1", join(source.source, "src/deep/.#more.ts"));
  const names = sourceFiles(source).map((file) => file.slice(source.source.length));
  expect(names).toEqual(["/src/deep/more.ts", "/src/index.ts"]);
});

test("the hash changes with what a file says", () => {
  const source = findModule("ci", repository());
  const files = sourceFiles(source);
  const before = sourceHash(source, files);
  expect(sourceHash(source, files)).toBe(before);
  writeFileSync(join(source.source, "src/index.ts"), "export const a = 1");
  expect(sourceHash(source, files)).not.toBe(before);
});
