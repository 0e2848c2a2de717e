import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SERVICES } from "../../src/migrations/database.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flipdocs-services-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads an address; what was written for Postgres' programs, and for the way there. */
function read(address: string, more: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(folder, "given"), address);
  const env = { PATH: process.env.PATH, FROM: join(folder, "given"), INTO: folder, ...more };
  const { status } = spawnSync("sh", ["-euc", SERVICES.join("\n")], { env });
  return { status, services: readFileSync(join(folder, "services"), "utf8") };
}

const way = () => readFileSync(join(folder, "way"), "utf8");

test("an address is read with all that is quoted in it", () => {
  const { status, services } = read(
    "postgresql://ada.of%40x:p%40ss%3A%27%20w%2F@db.example:6543/shop?sslmode=require\n",
  );
  expect(status).toBe(0);
  expect(services).toBe(
    "[flipdocs]\nconnect_timeout=10\ndbname=shop\nhost=db.example\npassword=p@ss:' w/\nport=6543\nsslmode=require\nuser=ada.of@x\n",
  );
  expect(way()).toBe("db.example:6543\n");
});

test("through a tunnel the name stays, for its certificate, and the port is the tunnel's", () => {
  const { services } = read("postgres://ada@[2001:db8::1]/shop", { THROUGH: "15432" });
  expect(services).toBe(
    "[flipdocs]\nconnect_timeout=10\ndbname=shop\nhost=2001:db8::1\nhostaddr=127.0.0.1\nport=15432\nuser=ada\n",
  );
  expect(way()).toBe("[2001:db8::1]:5432\n");
});

test("what only Prisma reads is left out", () => {
  const { services } = read("postgres://ada@db/shop?pgbouncer=true&connection_limit=1&sslmode=require");
  expect(services).toBe("[flipdocs]\nconnect_timeout=10\ndbname=shop\nhost=db\nport=5432\nsslmode=require\nuser=ada\n");
});

test("a password that is not quoted is told as such, and no part of it is taken for a host", () => {
  const { status, services } = read("postgresql://ada:half@of#it@db.example/shop");
  expect({ status, services }).toEqual({ status: 40, services: "" });
});

test.each([
  "",
  "postgres://ada@db:65536/shop",
  "postgres://ada@db:0/shop",
  "mysql://root@db/test",
  "db.example",
  "postgresql://",
  "postgresql://ada:a%0Ahost=b@db/shop",
])("%j is no address", (address) => {
  expect(read(address).status).toBe(40);
});
