import { quoted } from "../shell.js";
import { CONTENT } from "./reference.js";
import { labels, type Origin } from "./stamp.js";

/**
 * Shell lines: make an index over the images of `$name`, unless the registry has it, and print its digest and whether it
 * is new. Found again by a tag made of the images' digests, whose content is compared: it is a name that anybody with the
 * registry's password can give.
 */
export const joining = (
  { prefix }: { readonly prefix: string },
  digests: Readonly<Record<string, readonly string[]>>,
  origin: Origin,
): string[] => [
  `repository=${prefix}/$name`,
  "mkdir -p /tmp/$name && cd /tmp/$name",
  `case $name in ${Object.entries(digests)
    .map(([name, all]) => `${name}) parts="${all.join(" ")}" ;;`)
    .join(" ")} esac`,
  `content=${CONTENT}$(echo $parts | sha256sum | cut -c 1-12)`,
  "there() { skopeo inspect --raw docker://$repository:$content >there 2>error; }",
  'holds() { there && [ "$(jq -r "[.manifests[]?.digest] | join(\\" \\")" there)" = "$parts" ]; }',
  "if holds; then state=kept; else",
  `  docker buildx imagetools create --progress plain --tag $repository:$content ${annotated(origin)}$(for part in $parts; do echo $repository@$part; done) >&2`,
  "  state=new; holds || { cat error >&2; echo 'the registry holds another index than was pushed' >&2; exit 1; }",
  "fi",
  'found=sha256:$(sha256sum there | cut -d" " -f1)',
  'echo "$found $state"',
];

const annotated = (origin: Origin): string =>
  Object.entries(labels(origin))
    .map(([name, value]) => `--annotation ${quoted(`index:${name}=${value}`)} `)
    .join("");

/** Shell lines: the index gets its tags. */
export const tagging = (tags: readonly string[]): string[] =>
  tags.map((tag) => `skopeo copy --all --quiet docker://$repository@$found docker://$repository:${tag} >&2`);
