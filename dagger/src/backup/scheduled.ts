import type { StackFile } from "../release/swarm.js";
import { tmpfsMount } from "../release/tmpfs.js";
import { backingUp, mountsOf } from "./backup.js";
import { found, type Repository } from "./repository.js";
import { HELD, READ, TURN, turns } from "./run.js";
import type { Contents } from "./volumes.js";

/** What a schedule does. */
export interface Scheduled extends Contents {
  stack: string;
  image: string;
  repository: Repository;
  /** Seconds from one backup to the next. */
  every: number;
  keep: number;
  days: number;
}

/** A schedule is a stack of its own: what deploys the site never touches it. */
export const scheduleOf = (stack: string): string => `${stack}-schedule`;

/** Says of a schedule's service what it does, as JSON. */
export const LABEL = "org.flipdocs.schedule";

/** What that label holds. */
export interface Told {
  every: number;
  /** Where to, as `--to` said. */
  to: string;
  /** The volumes' keys. */
  volumes: string[];
}

/** A failed backup is tried again after ten minutes, or when the next one is due. */
const RETRY = 600;

/** Lines that note a backup that is whole: health asks for its time. */
export const NOTED = ["date +%s >/schedule/good", "rm -f /schedule/failed"] as const;

/**
 * The stack of a schedule: one service that sees the volumes, and nothing else of the host. Its secrets are not in it.
 */
export function scheduleStack(scheduled: Scheduled): StackFile {
  const { stack, image, repository, every, volumes, ...rest } = scheduled;
  const place = found(stack, repository.to);
  const binds = [...mountsOf(scheduled), ...place.mounts, turns(stack)];
  const names = binds.flatMap((bind) => (bind.startsWith("/") ? [] : [bind.split(":")[0] ?? ""]));
  const told: Told = { every, to: repository.to, volumes: volumes.map(({ key }) => key) };
  const backup = {
    image,
    command: [
      "sh",
      "-euc",
      loop({ stack, volumes, ...rest })
        .join("\n")
        .replaceAll("$", "$$$$"),
    ],
    // restic takes a lock for left behind that a host of the same name made by a process that is not there.
    hostname: scheduleOf(stack),
    init: true,
    environment: {
      // All of its processes hear that it shall end: restic takes its lock away then.
      TINI_KILL_PROCESS_GROUP: "1",
      EVERY: String(every),
      RETRY: String(Math.min(every, RETRY)),
      RESTIC_REPOSITORY: place.repository,
      RESTIC_CACHE_DIR: "/tmp/cache",
      RESTIC_PROGRESS_FPS: "0",
      ...(repository.username && { AWS_ACCESS_KEY_ID: repository.username.replaceAll("$", "$$$$") }),
    },
    volumes: [...binds, tmpfsMount("/run/given:size=1m")],
    networks: ["outside"],
    cap_drop: ["ALL"],
    cap_add: ["DAC_OVERRIDE", "CHOWN", "FOWNER"],
    stop_grace_period: "30s",
    logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    deploy: {
      labels: { [LABEL]: JSON.stringify(told).replaceAll("$", "$$$$") },
      update_config: { order: "stop-first" },
      restart_policy: { condition: "any", delay: "10s" },
      resources: { limits: { memory: "512M", pids: 128 } },
    },
  };
  return {
    version: "3.12",
    services: { backup },
    networks: { outside: { external: true, name: "host" } },
    volumes: Object.fromEntries(names.map((name) => [name, { external: true, name }])),
    secrets: {},
    configs: {},
  };
}

/** Makes a backup whenever the last one is old enough: also after the host was off. */
function loop(making: Pick<Scheduled, "stack" | "volumes" | "hasDatabase" | "keep" | "days">): string[] {
  return [
    "trap 'rm -f /schedule/backup.prom; exit 143' TERM",
    "chmod 700 /run/given",
    `given() { [ ! -e /run/secrets/$2 ] || export $1="$(tr -d '\\r\\n' </run/secrets/$2)"; }`,
    "given RESTIC_PASSWORD passphrase; given AWS_SECRET_ACCESS_KEY password",
    "[ ! -e /run/secrets/database ] || cp /run/secrets/database /run/given/database",
    "cat >/run/given/script <<'THE_END'",
    "trap 'exit 143' TERM",
    ...TURN,
    `for half in /volumes/*/.restoring; do [ ! -e "$half" ] || exit ${HELD}; done`,
    // Who has gone left its lock: restic knows by half an hour. Whoever else is there is waited for.
    ...READ,
    "restic $OPTIONS unlock >/dev/null 2>&1 || :",
    'OPTIONS="$OPTIONS --retry-lock 5m"',
    ...backingUp(making),
    ...NOTED,
    "THE_END",
    // Another schedule's; where it was this one's, it is tried again now.
    "rm -f /schedule/failed",
    "while :; do",
    // For Prometheus, by way of node-exporter; it stays where this is killed, and goes where a schedule ends.
    "  printf 'flipdocs_backup_seconds %s\\nflipdocs_backup_every_seconds %s\\n' $(cat /schedule/good || echo 0) $EVERY >/schedule/telling",
    "  mv /schedule/telling /schedule/backup.prom",
    "  left=$(($(cat /schedule/good 2>/dev/null || echo 0) + EVERY - $(date +%s)))",
    "  [ $left -le 0 ] || sleep $left",
    "  code=0; sh -eu /run/given/script >/tmp/log 2>&1 </dev/null || code=$?",
    "  rm -rf /data",
    "  cat /tmp/log",
    "  [ $code != 0 ] || continue",
    "  { date +%s; echo $code; tail -n 5 /tmp/log; } >/schedule/failing && mv /schedule/failing /schedule/failed",
    "  sleep $RETRY",
    "done",
  ];
}
