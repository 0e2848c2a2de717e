import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** More than a key and a chain ever are. */
const ROOM = 64 * 1024;

/** Where a file's next content is written: beside it, since only then it takes its place in one step. */
const beside = (path: string): string => `${path}.new`;

/**
 * Takes the room that the next content of a file will need, so that a full disk is known of before the authority is
 * asked for what could not be kept.
 *
 * @throws the system's error; the room is given back
 */
export function reserve(path: string): Promise<void> {
  return write(path, Buffer.alloc(ROOM));
}

/**
 * Replaces a file in one step, once the new content is on the disk: whoever reads it, and whatever happens, finds
 * the old one or the new one, whole.
 *
 * @throws the system's error; then the file is as it was
 */
export async function replace(path: string, content: string): Promise<void> {
  await write(path, Buffer.from(content));
  await rename(beside(path), path);
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}

/** Writes over what was reserved, and so takes no room again. */
async function write(path: string, content: Buffer): Promise<void> {
  const file = await open(beside(path), constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    await file.writeFile(content);
    await file.truncate(content.length);
    await file.sync();
  } catch (error) {
    await rm(beside(path), { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
