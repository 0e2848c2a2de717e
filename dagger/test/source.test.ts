import type { Directory, DirectoryFilterOpts } from "@dagger.io/dagger";
import { expect, test } from "vitest";
import { outside, part } from "../src/source.ts";

/** A folder that keeps how it was narrowed. */
const filtered = (asked: readonly DirectoryFilterOpts[] = []) => ({
  asked,
  filter: (how: DirectoryFilterOpts) => filtered([...asked, how]),
});

test("an ignore list narrows a repository that was given whole: what it lets in, less what it keeps out, less what git ignores", () => {
  const { asked } = part(filtered() as unknown as Directory, ["*", "!compose", "!nginx", "**/.env"]) as unknown as {
    asked: readonly DirectoryFilterOpts[];
  };
  expect(asked).toEqual([{ include: ["compose", "nginx"], exclude: ["**/.env"] }, { gitignore: true }]);
});

test.each(["**/.env", "**/*.pem", "**/*.key", "**/*.secrets", "compose/prod/secrets", ".git"])(
  "no function is given %s",
  (pattern) => {
    expect(outside).toContain(pattern);
  },
);
