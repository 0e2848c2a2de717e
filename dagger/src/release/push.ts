import type { Container } from "@dagger.io/dagger";
import { quoted } from "../workspace.js";
import { layout } from "./layout.js";
import { CONTENT } from "./reference.js";
import { ask, type Registry } from "./registry.js";
import { BARE, LAYOUT, labels, type Origin, STAMPED } from "./stamp.js";

/** An image, and what it is called in a registry. */
export interface Image {
  readonly name: string;
  readonly container: Container;
}

/** An image in a registry. */
export interface Pushed {
  /** By digest alone, so that an image that did not change is called the same in each release. */
  readonly ref: string;
  /** The registry did not have it. */
  readonly isNew: boolean;
}

/** What a push says of an image, and the tags it gets. */
export interface Push {
  readonly origin?: Origin;
  /** As `parseTags` makes them. */
  readonly tags?: readonly string[];
}

/**
 * Pushes an image, but only if the registry has none of its content: else that one is taken, with the origin that it
 * was first published with, and only gets the tags.
 *
 * @throws RegistryError
 */
export async function push(image: Image, registry: Registry, what: Push = {}): Promise<Pushed> {
  const [digest, state] = (await besides(image, registry, (repository) => pushing(repository, what))).split(" ");
  return { ref: `${registry.prefix}/${image.name}@${digest}`, isNew: state === "new" };
}

/**
 * Finds an image by its content.
 *
 * @returns its reference by digest; nothing where the registry does not have it
 * @throws RegistryError
 */
export async function find(image: Image, registry: Registry): Promise<string | undefined> {
  const digest = await besides(image, registry, () => ["lookup || [ $? = 1 ]"]);
  return digest ? `${registry.prefix}/${image.name}@${digest}` : undefined;
}

/** Runs lines with the image in /image, and the functions of `looking`. */
function besides(
  { name, container }: Image,
  registry: Registry,
  lines: (repository: string) => string[],
): Promise<string> {
  const repository = `${registry.prefix}/${name}`;
  const prepare = (on: Container) => on.withMountedDirectory("/image", layout(container));
  return ask(registry, repository, [...looking(repository, registry.plain), ...lines(repository)], { prepare });
}

/** The shell lines that push the image, and print its digest and whether it is new. */
export const pushing = (repository: string, { origin = {}, tags = [] }: Push): string[] => [
  "if found=$(lookup); then state=kept; else",
  `  stamp '${STAMPED}' ${quoted(JSON.stringify(labels(origin)))}`,
  "  found=$(manifest) state=new",
  `  copy oci:.:image docker://${repository}:$content`,
  "fi",
  ...tags.map((tag) => `copy docker://${repository}@$found docker://${repository}:${tag}`),
  'echo "$found $state"',
];

/**
 * Shell functions: `copy`, and `lookup`, which prints the digest of what the registry has of the content in /image, or
 * fails: with 1 where it has none, with 2 where it does not say.
 */
export function looking(repository: string, plain = false): string[] {
  const [copying, asking] = plain
    ? ["--src-tls-verify=false --dest-tls-verify=false ", "--tls-verify=false "]
    : ["", ""];
  return [
    `copy() { skopeo copy --quiet ${copying}"$@" >&2; }`,
    `inspect() { skopeo inspect --raw ${asking}"$@"; }`,
    "mkdir -p /tmp/image/blobs/sha256 && cd /tmp/image",
    "ln -s /image/blobs/sha256/* blobs/sha256/ && cp /image/index.json /image/oci-layout .",
    ...LAYOUT,
    `content=${CONTENT}$(manifest | cut -c 8-19)`,
    // A tag is a name that anybody with the registry's password can give: what it stands for is compared.
    "lookup() {",
    `  inspect docker://${repository}:$content >/tmp/manifest 2>/tmp/lookup || {`,
    "    grep -qiE '(manifest|name) unknown|not found' /tmp/lookup && return 1",
    "    cat /tmp/lookup >&2; return 2",
    "  }",
    "  there=$(digest /tmp/manifest)",
    `  inspect --config docker://${repository}@$there | jq -cS '${BARE}' >/tmp/config || return 1`,
    '  cmp -s /tmp/config "$(at "$(config)")" || return 1',
    '  [ "$(jq -cS .layers /tmp/manifest)" = "$(jq -cS .layers "$(at "$(manifest)")")" ] && echo "$there"',
    "}",
  ];
}
