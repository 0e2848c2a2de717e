import type { Container } from "@dagger.io/dagger";
import { released, settingsOf } from "../apps.js";
import { act } from "../release/act.js";
import type { StackFile } from "../release/swarm.js";
import { quoted } from "../shell.js";
import { EXIT, Refusal } from "./refusal.js";
import { digestOf } from "./release.js";
import { lines, PART, parts } from "./remote.js";
import type { Steps } from "./steps.js";

/** One question to the site, asked through the proxy, and what has to be in its answer. */
export interface Question {
  path: string;
  /** In the answer, or nothing if it has only to be a 200. */
  holds: string;
}

/** Where the site is: its name, and the address and port that the name need not lead to yet. */
export interface Site {
  name: string;
  address: string;
  port: number;
}

/** The questions that a stack's own services answer with their versions, and the landing page. */
export function questions({ services }: Pick<StackFile, "services">): Question[] {
  const versions = released.flatMap((name) => {
    const [path, image] = [settingsOf(name).version, services[name]?.image];
    return path && image ? [{ path, holds: `"release":"${digestOf(String(image))}"` }] : [];
  });
  return [{ path: "/", holds: "" }, ...versions];
}

/** Where a stack's site is, as its own services have been told: other names than the first are sent there. */
export function siteOf({ services }: Pick<StackFile, "services">, address: string): Site {
  const { PUBLIC_ORIGIN = "" } = (services.proxy?.environment ?? {}) as Record<string, string>;
  const { ACME_DOMAINS = "" } = (services.acme?.environment ?? {}) as Record<string, string>;
  const [, origin] = /^https:\/\/(\[[^\]]+\]|[^:/]+)/.exec(PUBLIC_ORIGIN) ?? [];
  const ports = (services.proxy?.ports ?? []) as { target: number; published?: number }[];
  const port = ports.find(({ target }) => target === 8443)?.published ?? 443;
  return { name: origin ?? (ACME_DOMAINS.split(",")[0]?.trim() || address), address, port };
}

/** A replica that was just added is found within a second; a host's name server may take longer. */
const TRIES = 20;

/**
 * Asks the site from outside of the stack.
 *
 * @param tries how often each question is asked before its answer counts, half a second apart
 * @returns what was wrong, a line each; nothing when all is well
 */
export async function verify(
  on: Container,
  { name, address, port }: Site,
  all: readonly Question[],
  tries = TRIES,
): Promise<string[]> {
  const host = name.includes(":") ? `[${name}]` : name;
  // From outside: no way into the host is needed.
  const { stdout } = await act(on, [
    ...PART,
    // The certificate may be self-signed still: what it is, is told by health.
    `ask() { curl -ksS --max-time 10 --connect-to ${quoted(`::${address}:${port}`)} -w '\\n%{http_code}' "https://${host}:${port}$1" 2>&1; }`,
    'right() { case $(ask "$1") in *"$2"*\'\n200\') return 0 ;; esac; return 1; }',
    ...all.map(({ path, holds }) =>
      [
        `for _ in $(seq ${tries}); do right ${quoted(path)} ${quoted(holds)} && break; sleep 0.5; done`,
        `right ${quoted(path)} ${quoted(holds)} || part ${quoted(path)} ask ${quoted(path)}`,
      ].join("\n"),
    ),
  ]);
  return Object.entries(parts(stdout)).map(([path, said]) => wrong(path, said, all));
}

/** Asks a site that is to serve a stack, as a step of its own. Returns what was wrong, as `verify` does. */
export const verifySite = (on: Container, stack: StackFile, address: string, steps: Steps): Promise<string[]> =>
  steps.run("verify", "that the site answers with its version", () =>
    verify(on, siteOf(stack, address), questions(stack)),
  );

/**
 * The same, where the site has to answer.
 *
 * @param problem what was done, and that it does not
 * @throws Refusal with what was wrong
 */
export async function mustAnswer(
  on: Container,
  stack: StackFile,
  address: string,
  steps: Steps,
  problem: string,
): Promise<void> {
  const wrong = await verifySite(on, stack, address, steps);
  if (wrong.length > 0) throw new Refusal(EXIT.unhealthy, problem, "dagger call health says more.", wrong.join("\n"));
}

function wrong(path: string, said: string, all: readonly Question[]): string {
  const holds = all.find((question) => question.path === path)?.holds;
  const [status, ...body] = lines(said).toReversed();
  const start = body.toReversed().join(" ").slice(0, 200);
  return status === "200"
    ? `${path} is answered by another version: ${start} (wanted ${holds})`
    : `${path}: ${/^\d{3}$/.test(status ?? "") && status !== "000" ? status : ""} ${start}`;
}
