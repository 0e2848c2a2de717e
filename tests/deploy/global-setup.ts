import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { copyRepository } from "../../testing/repository.ts";
import { startMachine } from "../hosts/container.ts";
import { factsOf, startHost } from "../hosts/host.ts";
import { build, docker } from "../programs.ts";
import { undoing } from "../undoing.ts";
import { call, type Site } from "./site.ts";
import { beginTranscript, keep } from "./transcript.ts";

declare module "vitest" {
  interface ProvidedContext {
    site: Site;
  }
}

const keys = { SUPABASE_PUBLISHABLE_KEY: "sb_publishable_local_only", SUPABASE_SECRET_KEY: "sb_secret_local_only" };

/** As behind a load balancer: the visitors of a load are many, and limits are for each. */
const EVERYBODY = "set_real_ip_from 0.0.0.0/0;\nreal_ip_header X-Forwarded-For;\n";

/** Deploys this checkout to a bare host, and returns what removes all of it. */
export default (project: Pick<TestProject, "provide">): Promise<() => Promise<void>> =>
  undoing(async (undo) => {
    const copy = copyRepository();
    undo.push(copy.remove);
    appendFileSync(join(copy.folder, "nginx/snippets/maps.conf"), EVERYBODY);
    const host = await startHost({ size: "6g" });
    undo.push(host.remove);
    const supabase = await startSupabase(undo);
    const files = mkdtempSync(join(tmpdir(), "flipdocs-site-"));
    undo.push(() => rmSync(files, { recursive: true }));
    const site: Site = { checkout: copy.folder, files, host: factsOf(host), first: "" };
    writeFileSync(
      join(files, "site.env"),
      `SUPABASE_URL=http://${supabase}:54321\nPUBLIC_ORIGIN=https://flipdocs.test\n`,
    );
    const secrets = Object.entries(keys).map(([name, value]) => `${name.toLowerCase()}=${value}\n`);
    writeFileSync(join(files, "secrets"), secrets.join(""));
    const first = await call(site, "deploy");
    if (first.code !== 0) throw new Error(`The first deploy ended with ${first.code}:\n${first.stdout}${first.stderr}`);
    beginTranscript();
    keep("The first deploy, to a host with nothing but Docker and SSH", ["deploy"], first);
    project.provide("site", { ...site, first: first.stdout });
  });

/** The local Supabase on a machine of its own, as the hosted one is. Returns its address. */
async function startSupabase(undo: (() => unknown)[]): Promise<string> {
  const image = `flipdocs-test-${process.pid}-supabase`;
  await build(["build-supabase", "export-image", "--name", image]);
  undo.push(() => docker("image", "rm", image));
  const variables = Object.entries(keys).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const supabase = await startMachine("supabase", image, variables);
  undo.push(supabase.remove);
  return supabase.address;
}
