import { dag, type File, type Secret } from "@dagger.io/dagger";
import { images as bases } from "../images.js";
import { type Built, type Published, publish, published } from "../release/publish.js";
import { parsePrefix } from "../release/reference.js";
import { loginOf, type Registry } from "../release/registry.js";
import { type Trust, verify } from "../release/verify.js";
import type { Supply } from "./deploy.js";
import type { Login } from "./fetch.js";
import { HOST_REGISTRY, hasHostRegistry, startHostRegistry, TUNNEL } from "./host-registry.js";
import type { Observed } from "./observe.js";
import { type Access, PREPARE, reach } from "./reach.js";
import { EXIT, Refusal } from "./refusal.js";

/** A registry that the host pulls from; without one, the host is its own. */
export type Through = Partial<Pick<Registry, "prefix" | "login" | "ca">>;

/**
 * Reads where images go, and who brings and pulls them.
 *
 * @throws NotAReference, HalfALogin, or a Refusal of a login to nothing
 */
export function throughOf(registry?: string, username?: string, password?: Secret, ca?: File): Through {
  if (!registry && (username || password || ca))
    throw new Refusal(
      EXIT.refused,
      "--username, --password and --ca are a registry's, and none is named.",
      "Name it, as in --registry ghcr.io/acme; without one, images go to the host itself.",
    );
  return { prefix: registry && parsePrefix(registry), login: loginOf(username, password), ca };
}

/** Who pulls, as the host is told. */
export const pullerOf = ({ prefix, login }: Through): Login | undefined =>
  prefix && login ? { registry: prefix, ...login } : undefined;

/** The registry that images go to: the one that is named, or the host's own through SSH. */
const registryOf = (access: Access, { prefix, ...rest }: Through): Registry =>
  prefix
    ? { prefix, ...rest }
    : { prefix: HOST_REGISTRY, plain: true, through: { on: reach(access), open: [...PREPARE, ...TUNNEL] } };

/**
 * Brings images to where a host pulls from. What is there is not brought again.
 *
 * @returns references with digests by name
 */
export async function ship(
  access: Access,
  products: readonly Built[],
  through: Through,
  seen: Pick<Observed, "published">,
): Promise<Record<string, string>> {
  if (!through.prefix && !hasHostRegistry(seen))
    await startHostRegistry(reach(access), dag.container().from(bases.registry).asTarball());
  const registry = registryOf(access, through);
  return byName(await publish(products, { registry, origin: {}, tags: [] }));
}

const byName = (all: readonly Published[]): Record<string, string> =>
  Object.fromEntries(all.map(({ name, ref }) => [name, ref]));

/** Whose signatures count, as `--pubkey`, or `--identity` and `--issuer`, say it; undefined where nobody is asked for. */
export function trustOf(pubkey?: File, identity?: string, issuer?: string): Trust | undefined {
  if (pubkey) return { pubkey };
  if (!identity && !issuer) return undefined;
  if (identity && issuer) return { identity, issuer };
  throw new Refusal(
    EXIT.refused,
    "--identity and --issuer go together: whose signature, and who vouches for the name.",
    "Say both, as in --issuer https://token.actions.githubusercontent.com --identity '^https://github.com/acme/flipdocs/'",
  );
}

/**
 * Makes sure that images were signed by who is trusted, before the host is told of them.
 *
 * @throws NotSigned when one was not
 */
export async function signed(
  access: Access,
  references: Readonly<Record<string, string>>,
  trust: Trust,
  through: Through,
) {
  await verify(Object.values(references), trust, registryOf(access, through));
}

/** What would be brought: references of what is there, and of all else that it is new. */
export async function shipped(
  access: Access,
  products: readonly Built[],
  through: Through,
  seen: Pick<Observed, "published">,
): Promise<Record<string, string>> {
  const isThere = through.prefix || hasHostRegistry(seen);
  const found = isThere ? byName(await published(products, registryOf(access, through))) : {};
  return Object.fromEntries(products.map(({ name }) => [name, found[name] ?? `${name}, not there yet`]));
}

/**
 * Where a release's images come from: `publish` has printed what there is, or they are built, and brought.
 *
 * @param images what publish printed
 * @param build builds them where it has not
 * @param bring ship, or shipped where nothing may change
 */
export function supplyOf(
  access: Access,
  through: Through,
  images: File | undefined,
  build: () => Promise<Built[]>,
  bring: typeof ship,
): Supply {
  const given = async (file: File) => {
    const found = references(await file.contents());
    return async () => found;
  };
  const made = async () => {
    const all = await build();
    return (seen: Observed) => bring(access, all, through, seen);
  };
  return images ? { built: false, begin: () => given(images) } : { built: true, begin: made };
}

/**
 * Reads what `publish` printed.
 *
 * @param text a line an image: its name, and its reference by digest
 */
export function references(text: string): Record<string, string> {
  const all = text.split("\n").filter((line) => line.trim());
  return Object.fromEntries(
    all.map((line) => {
      const [, name, reference] = /^(\S+) (\S+@sha256:[0-9a-f]{64})\s*$/.exec(line) ?? [];
      if (!name || !reference)
        throw new Refusal(
          EXIT.refused,
          `--images: "${line}" is no line of publish's.`,
          "Give the file that it printed: dagger call publish … > images",
        );
      return [name, reference];
    }),
  );
}
