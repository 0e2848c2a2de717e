import type { Container } from "@dagger.io/dagger";
import { type Access, reach, step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { LABEL, lines, PART, parts } from "../deploy/remote.js";
import { parseHost, sshConfig } from "../deploy/target.js";
import { quoted } from "../shell.js";
import type { Joining } from "./plan.js";

/** Two hosts that are to be one Swarm. */
export interface Entered extends Pick<Joining, "member" | "manager" | "forgotten"> {
  access: Access;
  /** As in `deploy@203.0.113.8`. */
  worker: string;
  /** An image that both have, with Redis in it: its server and its client try the way between them. */
  image: string;
}

/** Both hosts from one container: the first is `host` and Docker's own, the other one `worker`. */
const reachBoth = (access: Access, worker: string): Container =>
  reach(access).withNewFile(
    "/root/.ssh/config",
    sshConfig(parseHost(access.host)) + sshConfig(parseHost(worker), "worker"),
    { permissions: 0o600 },
  );

/** A function `worker COMMAND...`: Docker's client for the other host. */
const WORKER = [
  "ssh worker docker version >/dev/null",
  "ssh -O forward -L /run/ssh/worker.sock:/var/run/docker.sock worker",
  "at=unix:///run/ssh/worker.sock",
  "docker --host $at version >/dev/null 2>&1 || at=ssh://worker",
  'worker() { docker --host $at "$@"; }',
] as const;

/** A function `opens FROM ADDRESS PORT`: whether a host reaches a TCP port. Where it has no bash, nobody can ask. */
const OPENS = [
  "opens() { ssh $1 \"command -v bash >/dev/null || exit 0; timeout 5 bash -c ': </dev/tcp/$2/$3' 2>/dev/null\"; }",
] as const;

const NAME = "flipdocs-join";

/**
 * A function `speak`: whether a container on one host reaches one on the other by its name. It ends with 1 where it does not,
 * and leaves nothing.
 */
const SPEAK = [
  "clean() {",
  `  worker rm --force ${NAME} >/dev/null 2>&1 || :`,
  `  docker rm --force ${NAME} >/dev/null 2>&1 || :`,
  // A network is let go of a moment after what was on it.
  `  for _ in $(seq 20); do docker network inspect ${NAME} >/dev/null 2>&1 || return 0; docker network rm ${NAME} >/dev/null 2>&1 || sleep 0.5; done`,
  "}",
  `run="run --rm --name ${NAME} --network ${NAME} --user 999:999 --read-only --cap-drop ALL --log-driver none"`,
  "ask='for _ in $(seq 10); do timeout 2 redis-cli -h far ping 2>/dev/null | grep -q PONG && exit; sleep 0.5; done; exit 1'",
  "speak() {",
  "  clean",
  `  docker network create --driver overlay --attachable --internal ${NAME} >/dev/null`,
  `  docker $run --detach --network-alias far --entrypoint redis-server "$IMAGE" --save '' --protected-mode no >/dev/null`,
  '  code=0; worker $run --entrypoint sh "$IMAGE" -c "$ask" || code=$?',
  "  clean",
  "  return $code",
  "}",
] as const;

/** The token is a word of a program in this container only: it is printed nowhere, and on neither host. */
const JOIN = [
  'opens worker "$MANAGER" 2377 || closed "TCP 2377 of the host, asked from the worker"',
  'opens worker "$MANAGER" 7946 || closed "TCP 7946 of the host, asked from the worker"',
  "token=$(docker swarm join-token --quiet worker)",
  'enter() { worker swarm join --token "$token" "$@" "$REMOTE" >/dev/null 2>/tmp/join; }',
  // The address that it was reached by may not be its own (EC2 has it translated): then Docker chooses.
  "address=$(ssh -G worker | awk '$1 == \"hostname\" { print $2 }')",
  'enter --advertise-addr "$address" || enter || refused sed "s/$token/…/g" /tmp/join',
] as const;

const ENTER = [
  'closed() { part closed echo "$1"; exit 0; }',
  'refused() { part refused "$@"; exit 0; }',
  'if [ -z "$NODE" ]; then',
  ...JOIN,
  "fi",
  "id=$(worker info --format '{{.Swarm.NodeID}}')",
  // Who was a member before may have replicas.
  'back() { [ -n "$NODE" ] || { worker swarm leave --force; docker node rm --force "$id"; } >/dev/null 2>&1 || :; }',
  'state() { docker node inspect --format "{{.Status.State}}" "$id" 2>/dev/null; }',
  'for _ in $(seq 60); do [ "$(state)" = ready ] && break; sleep 0.5; done',
  '[ "$(state)" = ready ] || { back; closed "TCP 2377 of the host, asked from the worker"; }',
  // Swarm moves nothing to it; where it takes no work, no container of it gets onto a network.
  'docker node update --availability active "$id" >/dev/null',
  'there=$(docker node inspect --format "{{.Status.Addr}}" "$id")',
  'opens host "$there" 7946 || { back; closed "TCP 7946 of the worker, asked from the host"; }',
  "code=0; speak 2>/tmp/speak || code=$?",
  '[ "$code" != 1 ] || { back; closed "UDP 7946 or UDP 4789, from one to the other"; }',
  '[ "$code" = 0 ] || { back; refused cat /tmp/speak; }',
  `docker node update --label-add ${LABEL.joined}=yes "$id" >/dev/null`,
  'for old in $FORGOTTEN; do docker node rm "$old" >/dev/null; done',
  'part node echo "$id"',
] as const;

/** The shell lines of it. */
export const entering = ({ member, manager, forgotten, image }: Omit<Entered, "access" | "worker">): string[] => [
  ...PART,
  ...WORKER,
  ...OPENS,
  ...SPEAK,
  `REMOTE=${quoted(`${manager.includes(":") ? `[${manager}]` : manager}:2377`)}`,
  `NODE=${quoted(member?.id ?? "")} MANAGER=${quoted(manager)} IMAGE=${quoted(image)}`,
  `FORGOTTEN=${quoted(forgotten.map(({ id }) => id).join(" "))}`,
  ...ENTER,
];

/**
 * Makes a host a worker, and sees that each reaches the other. One that does not is taken out again.
 *
 * @returns its id in the Swarm
 * @throws Refusal when a port is closed, or Docker does not take it: nothing is changed then
 */
export async function enter({ access, worker, ...given }: Entered): Promise<string> {
  const { code, stdout, stderr } = await step(reachBoth(access, worker), entering(given));
  const said = parts(stdout);
  if (said.closed)
    throw new Refusal(
      EXIT.refused,
      `The hosts do not reach each other: ${said.closed.trim()}. Nothing was changed.`,
      "Between them open TCP 2377, TCP and UDP 7946, and UDP 4789: on EC2 in the security group of both, else in their firewalls. Then the same again.",
    );
  const [node] = lines(said.node);
  if (code === 0 && node) return node;
  throw new Refusal(
    EXIT.refused,
    "The host did not become a worker.",
    "What Docker says of it is below; then the same again.",
    tail(said.refused ?? stderr, 5),
  );
}
