import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../testing/programs.ts";
import { called, host, site } from "../deploy/site.ts";
import type { Host } from "../hosts/host.ts";
import { addressOf, aws, sql } from "./machines.ts";

/** A file of the site's that holds a secret, as a call takes it. */
export const secretFile = (name: string, text: string): string => {
  const file = join(site().files, name);
  writeFileSync(file, text);
  return `file:${file}`;
};

/** What opens the bucket, as a call takes it. */
export const bucket = (...others: readonly string[]): readonly string[] => [
  ...["--to", `s3:http://${aws().address}:5000/kept/flipdocs`, "--username", "id"],
  ...["--password", secretFile("bucket", "key")],
  ...["--passphrase", secretFile("passphrase", "it's long & strange $HOME\n")],
  ...others,
];

/** Asks the database that is backed up. */
export const shop = (text: string): Promise<string> => sql(text, "shop");
export const shopDatabase = (): readonly string[] => ["--database", secretFile("shop", addressOf("shop"))];

/** Makes it, with 200 books. */
export async function openShop(): Promise<void> {
  await sql("drop database if exists shop with (force)");
  await sql("create database shop");
  await shop(
    "create table books (id int primary key, title text, at timestamptz default now()); insert into books select n, 'Book ' || n || ', \"quoted\"' from generate_series(1, 200) n",
  );
}

/** Asks the Redis of a host as soon as it answers. */
export const redis = (command: string, machine: Host = host()): Promise<string> =>
  until(60, () =>
    machine.sh(
      'task=$(docker ps --quiet --filter label=com.docker.swarm.service.name=flipdocs_redis | head -n 1); docker exec "$task" sh -euc "export REDISCLI_AUTH=\\$(cat /run/secrets/redis_password); redis-cli ping | grep -q PONG; $1"',
      command,
    ),
  );

/** All that Redis holds, as one number. */
export const keys = (machine?: Host): Promise<string> =>
  redis("redis-cli --scan | sort | while read -r key; do echo $key $(redis-cli get $key); done | md5sum", machine);

/** The backup that a report tells of. */
export const made = (report: string): string => /Backup ([0-9a-f]{8}) is kept/.exec(report)?.[1] ?? "";

/** The backups that there are, newest first. */
export const listed = async (...words: readonly string[]) =>
  JSON.parse(await called("backups", ...words, "--format", "json")) as { backup: string; release: string }[];
