import { type Container, dag, type Platform } from "@dagger.io/dagger";

/** What every base image of images.ts is there for. */
const PLATFORMS = ["linux/amd64", "linux/arm64"];

/** A platform that no image is made for. */
export class NotAPlatform extends Error {
  override name = "NotAPlatform";
}

/**
 * Reads what images are made for.
 *
 * @returns each once
 * @throws NotAPlatform
 */
export function parsePlatforms(names: readonly string[]): string[] {
  const wrong = names.find((name) => !PLATFORMS.includes(name));
  if (wrong !== undefined)
    throw new NotAPlatform(
      `--platforms ${wrong || '""'}: no base image is made for that.\nSay one or more of ${PLATFORMS.join(",")}`,
    );
  return [...new Set(names)];
}

/**
 * A container of an image.
 *
 * @param platform for which, as in `linux/arm64`; the machine's own if nothing
 */
export const from = (image: string, platform = ""): Container =>
  (platform ? dag.container({ platform: platform as Platform }) : dag.container()).from(image);
