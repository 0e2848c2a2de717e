import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

// The shim is bundled by Bun, and vitest runs on Node.
const script = `
  import { statSync } from "node:fs";
  import { Workspace } from ${JSON.stringify(new URL("./workspace.ts", import.meta.url).pathname)};
  process.umask(0o077);
  const workspace = await Workspace.open();
  const mode = (name) => (statSync(workspace.folder + "/" + name).mode & 0o777).toString(8);
  console.log(["tools", "tools/shim.mjs", "tools/records", "ca.crt"].map(mode).join());
  await workspace.close();
`;

test("a command of any user reads the shim and writes its record, whatever the umask of who builds", () => {
  expect(execFileSync("bun", ["-e", script], { encoding: "utf8" }).trim()).toBe("755,644,777,644");
});
