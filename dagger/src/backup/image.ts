import { type Container, dag } from "@dagger.io/dagger";
import { type Access, reach, step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { images } from "../images.js";
import { installing, script } from "../shell.js";

/** restic keeps backups: checksummed, encrypted, never written over. Postgres' own programs dump and restore. */
const programs = "ca-certificates postgresql-client restic";

/** What makes backups on a host. */
const backupImage = (): Container =>
  dag
    .container()
    .from(images.debian)
    .withExec(script(...installing(programs), "rm -rf /var/log/* /usr/share/doc /usr/share/man"));

const NAME = "flipdocs-backup";

/**
 * Sees to it that the host has the image, which comes as an archive through SSH where it has not.
 *
 * @returns its name there, which is of its content
 */
export async function ensureBackupImage(access: Access): Promise<string> {
  const on = reach(access).withMountedFile("/backup.tar", backupImage().asTarball());
  const { code, stdout, stderr } = await step(on, [
    `name=${NAME}:$(skopeo inspect --raw oci-archive:/backup.tar | sha256sum | cut -c1-12)`,
    'echo "$name"',
    '! docker image inspect "$name" >/dev/null 2>&1 || exit 0',
    // What a schedule runs by stays, also while it has no container.
    "used=$(docker service ls --format '{{.Image}}' 2>/dev/null || :)",
    `old=$(docker image ls --format '{{.Repository}}:{{.Tag}}' ${NAME} | grep -vxF "$used" || :)`,
    'skopeo copy --quiet oci-archive:/backup.tar "docker-archive:/tmp/backup.tar:$name"',
    "docker load --quiet </tmp/backup.tar >/dev/null",
    '[ -z "$old" ] || docker image rm --force $old >/dev/null 2>&1 || :',
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.refused,
      "The program that makes backups could not be brought to the host.",
      "See below why; where its disk is full, dagger call prune makes room.",
      tail(stderr, 5),
    );
  return stdout.trim();
}
