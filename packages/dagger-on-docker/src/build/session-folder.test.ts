import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

// The shim is bundled by Bun, and vitest runs on Node.
const script = `
  import { statSync } from "node:fs";
  import { SessionFolder } from ${JSON.stringify(new URL("./session-folder.ts", import.meta.url).pathname)};
  process.umask(0o077);
  const folder = await SessionFolder.open();
  const mode = (name) => (statSync(folder.context + "/" + name).mode & 0o777).toString(8);
  console.log(["tools", "tools/shim.mjs", "tools/records", "ca.crt"].map(mode).join());
  await folder.close();
`;

test("a command of any user reads the shim and writes its record, whatever the umask of who builds", () => {
  expect(execFileSync("bun", ["-e", script], { encoding: "utf8" }).trim()).toBe("755,644,777,644");
});
