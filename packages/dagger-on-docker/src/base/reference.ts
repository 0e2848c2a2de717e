import { BaseImageError } from "./errors.ts";

/** An image reference, taken apart with Docker's own defaults (docker.io, library/, latest). */
export interface Reference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
  /** The reference without its digest: the only name an image made here can have. */
  readonly name: string;
}

const SHAPE = /^(?<path>[^@\s]+?)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** A first path component is a registry only if it could not be a Docker Hub user. */
const isRegistry = (part: string) => /[.:]/.test(part) || part === "localhost";

/**
 * @param address as written after FROM, for instance `node:24.21.0-trixie-slim`
 * @throws BaseImageError when it is not an image reference
 */
export function parseReference(address: string): Reference {
  const { path, tag, digest } = SHAPE.exec(address)?.groups ?? {};
  if (path === undefined) {
    throw new BaseImageError(
      `"${address}" is not an image reference`,
      "name[:tag][@sha256:…] is expected",
      "Correct the address.",
    );
  }
  const [first = "", ...rest] = path.split("/");
  const hub = rest.length === 0 || !isRegistry(first);
  const repository = hub ? path : rest.join("/");
  return {
    registry: hub ? "docker.io" : first,
    repository: hub && rest.length === 0 ? `library/${repository}` : repository,
    tag: tag ?? "latest",
    digest,
    name: `${path}:${tag ?? "latest"}`,
  };
}
