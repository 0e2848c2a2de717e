import type { Secret } from "@dagger.io/dagger";
import { type Kept, makeBackup } from "../backup/backup.js";
import { migrate, planSchema, type Schema } from "../migrations/migrate.js";
import { say } from "../progress.js";
import type { ComposeConfig } from "../release/compose-config.js";
import type { StackFile } from "../release/swarm.js";
import { desired, replicasOf } from "./desired.js";
import { fetchImages, type Login } from "./fetch.js";
import { refuseLocal } from "./host-registry.js";
import type { Owner } from "./lock.js";
import { type Done, locked } from "./locked.js";
import { type Observed, observe } from "./observe.js";
import { planOf, planText } from "./plan.js";
import { type Needed, preflight } from "./preflight.js";
import { type Access, reach } from "./reach.js";
import { EXIT, Refusal } from "./refusal.js";
import { digestsOf, type Release } from "./release.js";
import { rollout } from "./rollout.js";
import { staying } from "./stay.js";
import { Steps } from "./steps.js";
import { parseHost } from "./target.js";
import { mustAnswer } from "./verify.js";

/** Where a release's images come from. */
export interface Supply {
  /** They are built here, for this machine's architecture; else they are published already, for whatever. */
  readonly built: boolean;
  /** Has them built, and returns what brings them to where the host pulls from: references with digests by name. */
  begin(): Promise<(seen: Observed) => Promise<Record<string, string>>>;
}

/** A site, as it is to be on its host. */
export interface Deployed {
  access: Access;
  owner: Owner;
  /** What the release calls itself; its number if nothing. */
  version: string;
  /** As Compose prints it, images by their names. */
  config: Promise<ComposeConfig>;
  secrets?: Secret;
  login?: Login;
  supply: Supply;
  /** Refuses images that were not signed by who is trusted; without it, nobody asks. */
  check?: (images: Readonly<Record<string, string>>) => Promise<void>;
  /** What the release needs of the database. */
  schema: Schema;
  /** Where what serves is backed up before anything is changed; without it, it is not. */
  backup?: Kept;
  /** Refuses a host that has a release: what is done afterwards is for a new one. */
  fresh?: boolean;
  /** Seconds: for somebody else's lock, and for a rollout. */
  wait: number;
  deadline: number;
}

/** What a deploy came to. */
export interface Deployment {
  /** The release's number; none where nothing changed. */
  release?: number;
  /** The report, for a person to read. */
  text: string;
}

/**
 * Deploys a site: looks at the host, brings the images, takes the lock, plans, applies what changes, waits until it
 * serves, and writes it down.
 *
 * @throws Refusal, with an exit code of its own for each kind of failure
 */
export async function deploy(given: Deployed): Promise<Deployment> {
  const { access, owner, secrets, login, check, supply, wait, deadline, version, schema } = given;
  const on = reach(access);
  const { stack } = access;
  const { address } = parseHost(access.host);
  const steps = new Steps();

  const building = steps.run("build", "images, as far as they are not built", supply.begin);
  // Told when it is waited for, if what the host is does not end this first.
  building.catch(() => undefined);
  const [first, config] = await Promise.all([
    steps.run("look", "what the host has", () => observe(on, stack)),
    given.config,
  ]);
  if (given.fresh && first.release) throw hasRelease(first.release.number);
  for (const warning of preflight(first, needed(config, first, supply))) say("warning", warning);
  const bring = await building;
  const images = await steps.run("push", "images, as far as they are not there", () => bring(first));
  refuseLocal(Object.values(images), first);
  if (check) await steps.run("trust", "who signed the images", () => check(images));
  await fetchImages(on, Object.values(images), first, { login, steps });
  if (first.swarm === "none") say("swarm", "this is the first deploy to this host: making it a Swarm of one");

  const names = Object.keys(config.secrets ?? {});
  const task = { stack, owner, wait, steps, names, init: first.swarm === "none", secrets };
  const done = await locked<Done & Pick<Deployment, "text">>(on, task, async (seen, lock) => {
    // What was fetched before the lock was taken may have been pruned meanwhile.
    await fetchImages(on, Object.values(images), seen, { login, steps });
    const wanted = staying(desired({ config, images, ...seen }), seen);
    const before = seen.release?.stack ?? null;
    const plan = planOf(wanted, before, seen.state);
    const { needs, pending, text: migrations } = await planSchema(access, schema, seen.release?.schema);
    let text = lines(planText(plan), migrations);
    say("plan", text.replaceAll("\n", "\n          "));
    if (given.backup && seen.release && plan.changes.length + pending.length > 0) {
      const made = await makeBackup(access, seen.release, given.backup, steps, { otherwise: NOT_BACKED_UP });
      text = lines(text, made.text);
    }
    if (pending.length > 0)
      await steps.run("migrate", "the database, before the new version serves", () => migrate(access, schema, pending));
    if (plan.changes.length === 0) {
      await mustAnswer(on, wanted, address, steps, "Nothing would change, and the site does not answer as it should.");
      if (pending.length === 0) return { result: "nothing changed", digests: digestsOf(wanted), text };
    } else {
      const whole = { stack: wanted, hosts: seen.hosts, secrets, login };
      await rollout(on, { ...whole, name: stack, address, lock, before, deadline, steps });
    }
    const release = { ...releaseOf(wanted, seen, { version, by: lock.by, run: owner.run }, config), schema: needs };
    return { result: `release ${release.number}`, release, digests: digestsOf(wanted), text };
  });
  const what = done.release
    ? `Release ${done.release.number} of ${stack} serves on ${address}.`
    : `Nothing changed on ${address}: all of it serves.`;
  return { release: done.release?.number, text: [what, "", done.text, "", steps.toString()].join("\n") };
}

/**
 * What a deploy would change, on what the host is now.
 *
 * @returns the plan, for a person to read
 */
export async function plan({
  access,
  config: rendering,
  secrets,
  supply,
  schema,
}: Pick<Deployed, "access" | "config" | "secrets" | "supply" | "schema">): Promise<string> {
  const on = reach(access);
  const building = supply.begin();
  building.catch(() => undefined);
  const config = await rendering;
  const names = Object.keys(config.secrets ?? {});
  const seen = await observe(on, access.stack, { names, secrets });
  const warnings = preflight(seen, needed(config, seen, supply)).map((warning) => `warning: ${warning}`);
  const wanted = staying(desired({ config, images: await (await building)(seen), ...seen }), seen);
  const { text } = await planSchema(access, { ...schema, ahead: true }, seen.release?.schema);
  return lines(...warnings, planText(planOf(wanted, seen.release?.stack ?? null, seen.state)), text);
}

const hasRelease = (number: number): Refusal =>
  new Refusal(
    EXIT.refused,
    `--restore is for a new host, and release ${number} serves on this one.`,
    "dagger call restore brings a backup back here.",
  );

const NOT_BACKED_UP = "The backup before it was not made, and so nothing was deployed; what served before serves on.";

const lines = (...texts: readonly string[]): string => texts.filter(Boolean).join("\n");

/** All images are new at the first deploy; after it, layers. */
function needed({ services }: ComposeConfig, { release }: Observed, { built }: Supply): Needed {
  const ports = Object.values(services).flatMap(({ ports = [] }) => ports);
  return {
    bytes: release ? 0.5e9 : 2e9,
    built,
    ports: ports.map(({ protocol = "tcp", published }) => `${protocol} ${published}`),
  };
}

/** The next release, and which counts in it somebody set by hand. */
export function releaseOf(
  stack: StackFile,
  { releases, now }: Pick<Observed, "releases" | "now">,
  { version, ...who }: { version: string; by: string; run: string },
  config: ComposeConfig,
): Release {
  const number = (releases.at(-1) ?? 0) + 1;
  const scaled = Object.entries(stack.services).flatMap(([name, service]) => {
    const [count, said] = [replicasOf(service), replicasOf(config.services[name])];
    return count !== undefined && count !== said ? [[name, count] as const] : [];
  });
  return { number, version: version || String(number), at: now, ...who, scaled: Object.fromEntries(scaled), stack };
}
