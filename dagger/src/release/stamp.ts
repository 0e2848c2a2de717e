/** What an image says of where it comes from: labels of its configuration, and annotations of its manifest. */
const LABEL = {
  source: "org.opencontainers.image.source",
  revision: "org.opencontainers.image.revision",
  created: "org.opencontainers.image.created",
  version: "org.opencontainers.image.version",
} as const;

/** Where an image comes from. What is not known is not said. */
export type Origin = Readonly<Partial<Record<keyof typeof LABEL, string>>>;

/** The labels that say it, always in one order. */
export function labels(origin: Origin): Record<string, string> {
  const { source, revision, created, version } = origin;
  const said = { source, revision, created, version };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => (value ? [[LABEL[key as keyof Origin], value]] : [])),
  );
}

const names = Object.values(LABEL).map((name) => JSON.stringify(name));

/**
 * What is left of a configuration without times and origin: the same for each commit and each machine that builds the same.
 * Programs of jq's, these two, because tools that know the words of OCI alone drop Docker's health check.
 */
export const BARE = `del(.created, .history[]?.created, .config.Labels[${names}]) | .config.Labels += {}`;

/** A configuration that says where its image comes from, by `$labels`. */
export const STAMPED = `.config.Labels += $labels | .created = ($labels[${names[2]}] // .created)`;

/**
 * Shell functions for the image in the OCI layout of this folder:
 * - `at DIGEST`: where that blob lies;
 * - `manifest`, `config`: the digests of its two descriptions;
 * - `stamp PROGRAM LABELS`: writes both again: the configuration by a program of jq's, to which `$labels` are known, the
 *   manifest with them as annotations.
 */
export const LAYOUT = [
  'at() { echo "blobs/sha256/${1#sha256:}"; }',
  "manifest() { jq -r '.manifests[0].digest' index.json; }",
  'config() { jq -r .config.digest "$(at "$(manifest)")"; }',
  'digest() { echo "sha256:$(sha256sum "$1" | cut -d" " -f1)"; }',
  'described() { jq -nc --arg digest "$(digest "$1")" --argjson size "$(stat -c %s "$1")" \'{$digest, $size}\'; }',
  "stamp() {",
  '  was_config=$(at "$(config)") was_manifest=$(at "$(manifest)")',
  '  jq -cS --argjson labels "$2" "$1" "$was_config" >config.new',
  '  jq -cS --argjson labels "$2" --argjson config "$(described config.new)" \\',
  '    ".config += \\$config | if \\$labels == {} then . else .annotations += \\$labels end" "$was_manifest" >manifest.new',
  '  jq -c --argjson manifest "$(described manifest.new)" ".manifests[0] += \\$manifest" index.json >index.new',
  '  rm "$was_config" "$was_manifest"',
  '  for new in config manifest; do mv $new.new "$(at "$(digest $new.new)")"; done',
  "  mv index.new index.json",
  "}",
] as const;
