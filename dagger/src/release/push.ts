import type { Container, Directory } from "@dagger.io/dagger";
import { quoted } from "../shell.js";
import { CONTENT } from "./reference.js";
import { ask, type Registry, type Step } from "./registry.js";
import { BARE, LAYOUT, labels, type Origin, STAMPED } from "./stamp.js";

/** An image, and what it is called in a registry. */
export interface Image {
  readonly name: string;
  /** As `layout` makes it. */
  readonly layout: Directory;
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
 * Pushes images, each only if the registry has none of its content: else that one is taken, with the origin that it was
 * first published with, and only gets the tags. All in one step, since a step takes longer than most pushes.
 *
 * @returns each, and what came of it
 * @throws RegistryError
 */
export async function push<Any extends Image>(
  images: readonly Any[],
  registry: Registry,
  what: Push = {},
): Promise<(Any & Pushed)[]> {
  const said = await each(images, registry, pushing(what));
  return images.map((image) => {
    const [digest, state] = said.get(image.name) ?? [];
    return { ...image, ref: `${registry.prefix}/${image.name}@${digest}`, isNew: state === "new" };
  });
}

/**
 * Finds images by their content.
 *
 * @returns those that the registry has, and their references by digest
 * @throws RegistryError
 */
export async function find<Any extends Image>(
  images: readonly Any[],
  registry: Registry,
): Promise<(Any & Pick<Pushed, "ref">)[]> {
  const said = await each(images, registry, ["lookup || [ $? = 1 ]"]);
  return images.flatMap((image) => {
    const [digest] = said.get(image.name) ?? [];
    return digest ? [{ ...image, ref: `${registry.prefix}/${image.name}@${digest}` }] : [];
  });
}

/** Looks at each image with what `looking` knows of it, and runs lines; answers with the words that they printed. */
function each(images: readonly Image[], registry: Registry, lines: readonly string[]): Promise<Map<string, string[]>> {
  const prepare = (on: Container) =>
    images.reduce((before, { name, layout }) => before.withMountedDirectory(`/images/${name}`, layout), on);
  const names = images.map(({ name }) => name);
  return askEach(registry, names, [...looking(registry), ...lines], { prepare });
}

/**
 * Runs lines for each name, all at once, where a registry is reached.
 *
 * @returns the words that they printed, by name
 * @throws RegistryError
 */
export async function askEach(
  registry: Registry,
  names: readonly string[],
  lines: readonly string[],
  step: Step = {},
): Promise<Map<string, string[]>> {
  const which = (said: string) => `${registry.prefix}/${said || names.join(", ")}`;
  const said = await ask(registry, which, eachOf(names, lines), step);
  return new Map(
    said.split("\n").map((line) => {
      const [name = "", ...words] = line.split(" ");
      return [name, words];
    }),
  );
}

/**
 * The shell lines that run lines for each name, with `$name` set, all at once. What they print comes after the name; of
 * those that fail, the first one's name and errors are all that is said.
 */
export const eachOf = (names: readonly string[], lines: readonly string[]): string[] => [
  "one() {",
  ...lines,
  "}",
  "mkdir /tmp/said",
  `for name in ${names.join(" ")}; do (one; touch /tmp/said/$name) >/tmp/said/$name.out 2>/tmp/said/$name.err & done`,
  "wait && cd /tmp/said",
  `for name in ${names.join(" ")}; do [ -e $name ] || { echo $name; cat $name.err >&2; exit 1; }; done`,
  `for name in ${names.join(" ")}; do sed "s|^|$name |" $name.out; done`,
];

/** The shell lines that push an image, and print its digest and whether it is new. */
export const pushing = ({ origin = {}, tags = [] }: Push): string[] => [
  "if found=$(lookup); then state=kept; else",
  `  stamp '${STAMPED}' ${quoted(JSON.stringify(labels(origin)))}`,
  "  found=$(manifest) state=new",
  "  copy oci:.:image docker://$repository:$content",
  "fi",
  ...tags.map((tag) => `copy docker://$repository@$found docker://$repository:${tag}`),
  'echo "$found $state"',
];

/**
 * Shell lines: the image `$name` is laid into a folder of its own, and what follows is known of it there: `$repository`,
 * `copy`, and `lookup`, which prints the digest of what the registry has of its content, or fails: with 1 where it has
 * none, with 2 where it does not say.
 */
export function looking({ prefix, plain }: Pick<Registry, "prefix" | "plain">): string[] {
  const [copying, asking] = plain
    ? ["--src-tls-verify=false --dest-tls-verify=false ", "--tls-verify=false "]
    : ["", ""];
  return [
    `copy() { skopeo copy --quiet ${copying}"$@" >&2; }`,
    `inspect() { skopeo inspect --raw ${asking}"$@"; }`,
    `repository=${prefix}/$name`,
    "mkdir -p /tmp/$name/blobs/sha256 && cd /tmp/$name",
    "ln -s /images/$name/blobs/sha256/* blobs/sha256/ && cp /images/$name/index.json /images/$name/oci-layout .",
    ...LAYOUT,
    `content=${CONTENT}$(manifest | cut -c 8-19)`,
    // A tag is a name that anybody with the registry's password can give: what it stands for is compared.
    "lookup() {",
    "  inspect docker://$repository:$content >there 2>error || {",
    "    grep -qiE '(manifest|name) unknown|not found' error && return 1",
    "    cat error >&2; return 2",
    "  }",
    "  found=$(digest there)",
    `  inspect --config docker://$repository@$found | jq -cS '${BARE}' >config || return 1`,
    '  cmp -s config "$(at "$(config)")" || return 1',
    '  [ "$(jq -cS .layers there)" = "$(jq -cS .layers "$(at "$(manifest)")")" ] && echo "$found"',
    "}",
  ];
}
