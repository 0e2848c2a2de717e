import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

// The shim is bundled by Bun, and vitest runs on Node.
const script = `
  import { execFileSync } from "node:child_process";
  import { SessionFolder } from ${JSON.stringify(new URL("./session-folder.ts", import.meta.url).pathname)};
  process.umask(0o077);
  const folder = await SessionFolder.open();
  for (const name of ["tools.tar", "ca.tar"])
    process.stdout.write(execFileSync("tar", ["-tvf", name], { cwd: folder.context, encoding: "utf8" }));
  await folder.close();
`;

test("a command of any user reads the shim and writes its record, whatever the umask of who builds", () => {
  const listed = execFileSync("bun", ["-e", script], { encoding: "utf8" }).trim().split("\n");
  expect(listed.map((line) => line.replace(/ .* /, " "))).toEqual([
    "-rw-r--r-- bun",
    "drwxr-xr-x lib",
    "drwxrwxrwx records",
    "-rw-r--r-- shim.mjs",
    "-rw-r--r-- ca.crt",
  ]);
});
