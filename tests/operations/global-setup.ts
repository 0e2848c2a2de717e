import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { copyRepository } from "../../testing/repository.ts";
import { call, type Site } from "../deploy/site.ts";
import { factsOf, startHost } from "../hosts/host.ts";
import { undoing } from "../undoing.ts";
import { startAws, startPostgres } from "./machines.ts";
import { type Images, imagesFile, prepare, smallStack } from "./small-site.ts";

declare module "vitest" {
  interface ProvidedContext {
    release: Images;
  }
}

/** Deploys a small site to a bare host, and returns what removes all of it. */
export default (project: Pick<TestProject, "provide">): Promise<() => Promise<void>> =>
  undoing(async (undo) => {
    const copy = copyRepository();
    undo.push(copy.remove);
    writeFileSync(join(copy.folder, "compose/prod.yml"), smallStack());
    const [host, postgres, aws] = await started(undo, startHost(), startPostgres(), startAws());
    const files = mkdtempSync(join(tmpdir(), "flipdocs-site-"));
    undo.push(() => rmSync(files, { recursive: true }));
    writeFileSync(join(files, "site.env"), "IPV6=false\n");
    writeFileSync(join(files, "secrets"), "supabase_publishable_key=public\nsupabase_secret_key=first\n");
    const images = await prepare(host);
    const site: Site = {
      checkout: copy.folder,
      files,
      host: factsOf(host),
      first: "",
    };
    const { code, stdout, stderr } = await call(site, "deploy", "--images", imagesFile(files, images));
    if (code !== 0) throw new Error(`The first deploy ended with ${code}:\n${stdout}${stderr}`);
    project.provide("postgres", { name: postgres.name, address: postgres.address });
    project.provide("aws", { name: aws.name, address: aws.address });
    project.provide("site", { ...site, first: stdout });
    project.provide("release", images);
  });

/** Waits for machines that start beside each other; those that do are removed whatever the others come to. */
async function started<T extends readonly { readonly remove: () => Promise<void> }[]>(
  undo: (() => unknown)[],
  ...starting: { readonly [Index in keyof T]: Promise<T[Index]> }
): Promise<T> {
  const remembered = starting.map(async (one) => {
    const machine = await one;
    undo.push(machine.remove);
    return machine;
  });
  await Promise.allSettled(remembered);
  return (await Promise.all(remembered)) as unknown as T;
}
