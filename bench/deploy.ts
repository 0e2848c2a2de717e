/**
 * What a deploy takes, step by step, on a host of the tests that nobody visits meanwhile. One table on standard output.
 *
 *   bun bench/deploy.ts        needs Docker; some minutes
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import startSite from "../tests/deploy/global-setup.ts";
import { call, type Site } from "../tests/deploy/site.ts";
import { hostOf } from "../tests/hosts/host.ts";
import { startRegistry } from "../tests/hosts/registry.ts";

let site: Site | undefined;
const registry = await startRegistry({ tls: true });
const stop = await startSite({
  provide: (_, value) => {
    site = value as Site;
  },
});
try {
  if (!site) throw new Error("There is no site.");
  const there = site;
  const page = join(there.checkout, "apps/web/src/app/page.tsx");
  const before = readFileSync(page, "utf8");
  const change = (text: string) => writeFileSync(page, before.replace(/<h1>[^<]+/, `<h1>${text}`));
  const ca = join(there.files, "registry.pem");
  writeFileSync(ca, registry.ca ?? "");
  await hostOf(there.host).trust(registry);
  const through = ["--registry", `${registry.url}/team`, "--ca", ca];
  const rows: (readonly [what: string, run: () => Promise<string>])[] = [
    ["the same again", () => deployed("deploy")],
    ["the same again", () => deployed("deploy")],
    [
      "a line of web",
      () => {
        change("A line that was changed");
        return deployed("deploy");
      },
    ],
    ["back to the release before", () => deployed("rollback")],
    ["forward again", () => deployed("rollback", "--to", "2")],
    ["all of it to a registry that is not the host's", () => deployed("deploy", ...through)],
    [
      "a line of web, by that registry",
      () => {
        change("Another line that was changed");
        return deployed("deploy", ...through);
      },
    ],
    ["the same again, by that registry", () => deployed("deploy", ...through)],
  ];
  const deployed = async (...words: [string, ...string[]]) => {
    const { code, stdout, stderr } = await call(there, ...words);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  console.log("| | seconds, all in all | MB to the host | step by step |\n| --- | --- | --- | --- |");
  console.log(`| the first deploy | | | ${steps(there.first)} |`);
  for (const [what, run] of rows) {
    const host = hostOf(there.host);
    const [started, moved] = [performance.now(), await host.received()];
    const report = await run();
    const seconds = (performance.now() - started) / 1000;
    const megabytes = ((await host.received()) - moved) / 1e6;
    console.log(`| ${what} | ${seconds.toFixed(1)} | ${megabytes.toFixed(2)} | ${steps(report)} |`);
  }
} finally {
  await stop();
  await registry.remove();
}

function steps(report: string): string {
  return report.trim().split("\n").at(-1) ?? "";
}
