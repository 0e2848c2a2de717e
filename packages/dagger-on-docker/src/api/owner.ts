import { readFile } from "../build/build.ts";
import type { Fs } from "../build/fs.ts";
import type { Session } from "../session.ts";
import { whole } from "../tree/content.ts";

/**
 * `user:group` as `uid:gid`. Names are looked up in the files of a container; a user without a group brings its own.
 *
 * @throws where the container has no such user or group
 */
export async function ownerIds(session: Session, fs: Fs, owner: string): Promise<string> {
  const [user = "", group] = owner.split(":");
  const isId = (name: string | undefined) => name === undefined || /^\d+$/.test(name);
  if (isId(user) && isId(group)) return `${user}:${group ?? user}`;
  const [, , uid, gid] = isId(user)
    ? ["", "", user, user]
    : await lookUp(session, fs, "/etc/passwd", user, owner, "uid: no such user");
  if (group === undefined || isId(group)) return `${uid}:${group ?? gid}`;
  const [, , groupId] = await lookUp(session, fs, "/etc/group", group, owner, "gid: no such group");
  return `${uid}:${groupId}`;
}

async function lookUp(
  session: Session,
  fs: Fs,
  file: string,
  name: string,
  owner: string,
  problem: string,
): Promise<string[]> {
  const { bytes } = await readFile(session, { fs, path: file }).catch((error: Error) => {
    if (!error.message.startsWith("stat /etc")) throw error;
    throw new Error(`failed to resolve ownership for ${owner}: open ${file}: no such file or directory`);
  });
  const line = whole(bytes)
    .toString("utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  if (!line) throw new Error(`failed to resolve ownership for ${owner}: find ${problem}: ${name}`);
  return line.split(":");
}
