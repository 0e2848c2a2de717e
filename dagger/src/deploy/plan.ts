import type { StackFile } from "../release/swarm.js";
import { digestOf } from "./release.js";
import type { StackState } from "./state.js";

/** One thing that a deploy would change. */
export interface Change {
  service: string;
  /** `new`, `gone`, `image`, `environment`, `secrets`, `limits`, `replicas`, `networks`, or the setting's own name. */
  what: string;
  /** Before and after, in words; never a value that may be secret. */
  how: string;
}

/** What a deploy comes to. */
export interface Plan {
  changes: Change[];
  /** Services that are away for a moment while they are replaced: they have a port or a volume of the host. */
  interrupts: string[];
}

type Service = Readonly<Record<string, unknown>>;
type Words = (service: Service, stack: StackFile) => string;

/** What is told in words of its own; all else is told by its name. */
const TOLD: Readonly<Record<string, Words>> = {
  image: ({ image }) => digestOf(String(image)),
  secrets: ({ secrets }, stack) =>
    (secrets as { source: string }[] | undefined)
      ?.map(({ source }) => stack.secrets[source]?.name ?? source)
      .join(" ") ?? "none",
  networks: ({ networks }) => Object.keys((networks as object) ?? {}).join(" ") || "none",
  replicas: ({ deploy }) => String((deploy as { replicas?: number } | undefined)?.replicas ?? 1),
  limits: ({ deploy }) => {
    const { limits = {} } = (deploy as { resources?: { limits?: object } } | undefined)?.resources ?? {};
    return (
      Object.entries(limits)
        .map(([name, value]) => `${name} ${value}`)
        .join(" ") || "none"
    );
  },
};

/**
 * What a deploy would change, service by service.
 *
 * @param wanted the stack as it shall be
 * @param before the stack as it was deployed last; null at the first deploy
 * @param state what runs: an image that somebody changed by hand is put right, too
 */
export function planOf(wanted: StackFile, before: StackFile | null, state: StackState): Plan {
  const names = [...new Set([...Object.keys(wanted.services), ...Object.keys(before?.services ?? state.services)])];
  const changes = names.flatMap((name) => {
    const [after, then] = [wanted.services[name], before?.services[name]];
    if (!after) return [{ service: name, what: "gone", how: "is taken away" }];
    const running = state.services[name];
    if (!running) return [{ service: name, what: "new", how: digestOf(String(after.image)) }];
    if (!then || !before) return [{ service: name, what: "taken over", how: "it was not deployed from here" }];
    const now = { ...then, deploy: { ...(then.deploy as object), replicas: running.replicas } };
    return [
      ...differences(name, [now, before], [after, wanted]),
      ...moved(name, then, after),
      ...drift(name, then, after, running.image),
    ];
  });
  return { changes, interrupts: interrupted(changes, wanted, before) };
}

function differences(
  service: string,
  [then, before]: [Service, StackFile],
  [after, wanted]: [Service, StackFile],
): Change[] {
  const told = Object.entries(TOLD).flatMap(([what, words]) => {
    const [was, is] = [words(then, before), words(after, wanted)];
    return was === is ? [] : [{ service, what, how: `${was} → ${is}` }];
  });
  const environment = names(then.environment, after.environment);
  const others = Object.keys({ ...then, ...after })
    .filter((key) => !(key in TOLD) && key !== "environment" && key !== "deploy")
    .filter((key) => JSON.stringify(then[key]) !== JSON.stringify(after[key]));
  const rollout = JSON.stringify(rest(then)) === JSON.stringify(rest(after)) ? [] : ["deploy"];
  return [
    ...told,
    ...(environment ? [{ service, what: "environment", how: environment }] : []),
    ...[...others, ...rollout].map((what) => ({ service, what, how: "is said otherwise" })),
  ];
}

/** `deploy` without what is told in words. */
function rest({ deploy }: Service): object {
  const { replicas: _, resources, update_config: __, ...others } = (deploy ?? {}) as Record<string, unknown>;
  return { ...others, reservations: (resources as { reservations?: unknown } | undefined)?.reservations };
}

/** Names of variables, never values; what only says which image it is goes with the image. */
function names(then: unknown, after: unknown): string {
  const [was, is] = [(then ?? {}) as Record<string, unknown>, (after ?? {}) as Record<string, unknown>];
  return Object.keys({ ...was, ...is })
    .filter((name) => was[name] !== is[name] && name !== "FLIPDOCS_RELEASE")
    .map((name) => (name in was ? (name in is ? `~${name}` : `-${name}`) : `+${name}`))
    .join(" ");
}

/** The same image from another registry: another host may not reach the one before. */
function moved(service: string, then: Service, after: Service): Change[] {
  const [was, is] = [String(then.image), String(after.image)];
  const isSame = was.includes("@") && digestOf(was) === digestOf(is) && registryOf(was) !== registryOf(is);
  return isSame ? [{ service, what: "image", how: `of ${registryOf(was)} → of ${registryOf(is)}` }] : [];
}

/** Where an image is pulled from: `ghcr.io/acme` of `ghcr.io/acme/flipdocs-web@sha256:…`. */
export const registryOf = (image: string): string => image.replace(/\/[^/]*$/, "");

function drift(service: string, then: Service, after: Service, running: string): Change[] {
  const isOther =
    digestOf(running) !== digestOf(String(then.image)) && digestOf(running) !== digestOf(String(after.image));
  return isOther
    ? [{ service, what: "image", how: `${digestOf(running)}, not of a release, → ${digestOf(String(after.image))}` }]
    : [];
}

/** What leaves before its successor comes, and is replaced; more replicas replace nothing. */
function interrupted(changes: Change[], wanted: StackFile, before: StackFile | null): string[] {
  if (!before) return [];
  const replaced = changes.filter(({ what }) => !["new", "gone", "replicas", "deploy"].includes(what));
  return [...new Set(replaced.map(({ service }) => service))].filter((name) => {
    const { update_config } = (wanted.services[name]?.deploy ?? {}) as { update_config?: { order?: string } };
    return update_config?.order === "stop-first";
  });
}

/** What an interruption means to visitors. */
const MEANS: Readonly<Record<string, string>> = {
  proxy: "the site does not answer for about 2 s",
  redis: "the API answers without its cache for about 2 s",
  acme: "visitors see nothing of it",
};

/** The plan as a person reads it. */
export function planText({ changes, interrupts }: Plan): string {
  if (changes.length === 0) return "Nothing would change.";
  const width = Math.max(...changes.map(({ service }) => service.length));
  return [
    ...changes.map(({ service, what, how }) => `${service.padEnd(width)}  ${what.padEnd(11)}  ${how}`),
    ...(interrupts.length === 0 ? ["Nothing is interrupted."] : []),
    ...interrupts.map(
      (name) => `${name} leaves before its successor comes: ${MEANS[name] ?? "it is away for a moment"}.`,
    ),
  ].join("\n");
}
