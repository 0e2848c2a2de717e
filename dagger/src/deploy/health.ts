import type { Container } from "@dagger.io/dagger";
import { due, judgedDue } from "../backup/due.js";
import { quoted } from "../shell.js";
import { judgedHosts } from "./hosts.js";
import { type Observed, observe } from "./observe.js";
import { type Access, reach, step } from "./reach.js";
import { EXIT, nothingDeployed, Refusal } from "./refusal.js";
import { lines, PART, parts } from "./remote.js";
import { running } from "./reports.js";
import { type Format, table } from "./table.js";
import { parseHost } from "./target.js";
import { questions, type Site, siteOf, verify } from "./verify.js";

/** One thing that was looked at. */
export interface Check {
  check: string;
  is: "ok" | "warn" | "BAD";
  /** In words. */
  says: string;
}

/** A certificate is renewed when a third of its life is left: with less than a week, that has failed for long. */
const WEEK = 7;

/** Free bytes without which the next release may not fit, and without which nothing does. */
const ROOM = { warn: 2e9, bad: 0.3e9 } as const;

/**
 * How a site is: every service and its replicas, its answer through the proxy, its certificate, its host's disk, and its
 * backups where a schedule makes them.
 *
 * @returns a table, when nothing is bad
 * @throws Refusal with that table when something is
 */
export async function health(access: Access, format: Format): Promise<string> {
  const on = reach(access);
  const [seen, backups] = await Promise.all([observe(on, access.stack), due(access)]);
  const { release } = seen;
  const site = release && siteOf(release.stack, parseHost(access.host).address);
  const checks = [
    ...services(seen),
    ...(release ? judgedHosts(seen.hosts, release.stack, seen.state.tasks) : []),
    ...(site ? [...(await answers(on, site, seen)), await certificate(on, site)] : []),
    disk(seen.disk),
    ...(backups ? [judgedDue(backups, Object.keys(release?.stack.volumes ?? {}))] : []),
  ];
  const text = table(checks, ["check", "is", "says"], format);
  if (!release) throw nothingDeployed(EXIT.unhealthy, text);
  if (checks.some(({ is }) => is === "BAD"))
    throw new Refusal(EXIT.unhealthy, "The site is not healthy.", "dagger call logs --service NAME says why.", text);
  return text;
}

/** Every service: those of the release that are not there, too. */
export function services({ state, release }: Pick<Observed, "state" | "release">): Check[] {
  const names = Object.keys({ ...release?.stack.services, ...state.services });
  return names.map((name) => {
    const service = state.services[name];
    if (!service) return { check: name, is: "BAD", says: "is not there" };
    const { replicas, state: words } = running(name, service, state.tasks);
    const [well, all] = replicas.split("/").map(Number);
    return { check: name, is: well === all ? "ok" : "BAD", says: `${replicas} replicas, ${words}` };
  });
}

async function answers(on: Container, site: Site, { release }: Pick<Observed, "release">): Promise<Check[]> {
  const all = release ? questions(release.stack) : [];
  const wrong = await verify(on, site, all, 1);
  const where = `https://${site.name}${site.port === 443 ? "" : `:${site.port}`}`;
  if (wrong.length === 0)
    return [{ check: "site", is: "ok", says: `${where} answers with release ${release?.number}` }];
  return wrong.map((says) => ({ check: "site", is: "BAD", says }));
}

async function certificate(on: Container, { name, address, port }: Site): Promise<Check> {
  const { stdout } = await step(on, [
    ...PART,
    `openssl s_client -connect ${quoted(`${address.includes(":") ? `[${address}]` : address}:${port}`)} -servername ${quoted(name)} </dev/null 2>/dev/null \\`,
    "  | openssl x509 -noout -enddate -subject_hash -issuer_hash >/tmp/certificate 2>/dev/null || exit 0",
    "end=$(sed -n s/notAfter=//p /tmp/certificate)",
    'part days echo $((($(date -d "$end" +%s) - $(date +%s)) / 86400))',
    "part hashes tail -n 2 /tmp/certificate",
  ]);
  const { days, hashes } = parts(stdout);
  return judged(days, lines(hashes));
}

/** What a certificate's days and its names mean. */
export function judged(days: string | undefined, [subject, issuer]: string[]): Check {
  const check = "certificate";
  if (days === undefined) return { check, is: "BAD", says: "none is shown" };
  const left = Number(days);
  const whose = subject === issuer ? "self-signed, " : "";
  const is = left < 0 ? "BAD" : left < WEEK || whose ? "warn" : "ok";
  return { check, is, says: `${whose}${left < 0 ? `ended ${-left} days ago` : `${left} days left`}` };
}

/** Whether there is room for the next release. */
export function disk({ free, total }: Observed["disk"]): Check {
  const is = free < ROOM.bad ? "BAD" : free < ROOM.warn ? "warn" : "ok";
  return { check: "disk", is, says: `${(free / 1e9).toFixed(1)} of ${(total / 1e9).toFixed(1)} GB free` };
}
