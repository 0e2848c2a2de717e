/** A place in a registry's tree, or a tag, that no registry would take. */
export class NotAReference extends Error {
  override name = "NotAReference";
}

/** Host, port and path, as registries take them: small letters, digits, and what may stand between. */
const HOST = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|\[[0-9a-f:]+\]|[a-z0-9-]+(?=:))(:\d{1,5})?$/i;
const PART = /^[a-z0-9]+((\.|_{1,2}|-+)[a-z0-9]+)*$/;

/**
 * Reads where images go.
 *
 * @param text as in `ghcr.io/acme`, `registry.example:5000/team/site`
 * @returns the same, without `https://` and the last slash
 * @throws NotAReference
 */
export function parsePrefix(text: string): string {
  const prefix = text
    .trim()
    .replace(/^https:\/\//, "")
    .replace(/\/+$/, "");
  const [host = "", ...path] = prefix.split("/");
  const problem = !HOST.test(host)
    ? `"${host}" is no registry's host`
    : path.map((part) => problemOf(part)).find(Boolean);
  if (problem) throw new NotAReference(`--registry ${text}: ${problem}.\nSay it as in --registry ghcr.io/acme`);
  return prefix;
}

function problemOf(part: string): string | undefined {
  if (PART.test(part)) return undefined;
  return PART.test(part.toLowerCase())
    ? `"${part}" has capital letters, which no repository has; it may be meant as "${part.toLowerCase()}"`
    : `"${part}" is no part of a repository's name`;
}

/** What a registry's credentials are kept by: its host, and for Docker Hub what all programs have agreed on. */
export function credentialsFor(prefix: string): string {
  const host = prefix.replace(/\/.*/, "");
  return host === "docker.io" ? "https://index.docker.io/v1/" : host;
}

/** How tags begin by which publishing finds the content that a registry has. */
export const CONTENT = "content-";

/**
 * Makes tags of what versions and branches are called: `feature/login` is `feature-login`, `1.4.0+7` is `1.4.0-7`.
 *
 * @throws NotAReference when nothing is left of a name, or when it is one that publishing keeps for itself
 */
export function parseTags(names: readonly string[]): string[] {
  return [...new Set(names.map(tag))];
}

function tag(name: string): string {
  const made = name
    .trim()
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 128);
  if (!made) throw new NotAReference(`--tags "${name}": nothing in it can stand in a tag.\nSay one as in --tags 1.4.0`);
  if (made.startsWith(CONTENT))
    throw new NotAReference(`--tags ${name}: publishing keeps tags that begin with ${CONTENT} for itself.`);
  return made;
}
