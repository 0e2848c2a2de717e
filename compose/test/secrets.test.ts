import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root, run, until } from "../../testing/programs.ts";
import { ask, compose, composeCommand, containers, facts } from "./stack/stack.ts";

const folder = (): string => facts().env.SECRETS ?? "";

function write(name: string, content: string, secrets = folder()): void {
  rmSync(join(secrets, name));
  writeFileSync(join(secrets, name), content, { mode: 0o444 });
}

/** Changes the password of Redis as a person does, by the lines of docs/production.md. */
async function change(content: string): Promise<void> {
  write("redis_password", content);
  await run(join(root, "compose/prod/secrets.sh"), [folder()]);
  await compose("up", "--detach", "--wait");
}

const ready = () => until(30, async () => (await ask("/api/ready")).status === 200);

const original = readFileSync(join(folder(), "redis_password"), "utf8");

afterAll(async () => {
  await change(original);
  await ready();
});

/** For Redis, its health check, the API and the exporter. */
async function works(password: string): Promise<void> {
  const [redis] = await containers("redis");
  await change(`${password} \r\n`);
  expect(await containers("redis")).not.toContain(redis);
  await ready();
  const exporter = JSON.parse(readFileSync(join(folder(), "redis_exporter_passwords"), "utf8"));
  expect(exporter).toEqual({ "redis://redis:6379": password });
}

test("a password of letters that mean something to Redis, a shell, an address or JSON works for all who have it", () =>
  works(` a b"c'd\\e#f$(g)\`h%i:@/?&\t\x01\x1b\r\n\x7fü密`));

test.skipIf(!process.env.FLIPDOCS_SLOW)("a password of one letter does, too (a minute: FLIPDOCS_SLOW=1)", () =>
  works("x"),
);

test("where no secret changed, no container is made anew", async () => {
  const all = async () => [...(await containers("redis")), ...(await containers("api"))].sort();
  const before = await all();
  await change(readFileSync(join(folder(), "redis_password"), "utf8"));
  expect(await all()).toEqual(before);
});

test.each([
  ["redis", "redis_password", "The secret redis_password is empty: remove its file, and compose/prod/secrets.sh"],
  ["api", "redis_password", "REDIS_PASSWORD_FILE names an empty file: write the secret into it."],
  ["api", "supabase_secret_key", "SUPABASE_SECRET_KEY_FILE names an empty file: write the secret into it."],
])("%s does not start with an empty %s, and says so", async (service, name, message) => {
  const secrets = `${folder()}-empty`;
  cpSync(folder(), secrets, { recursive: true });
  write(name, "\n", secrets);
  const env = { ...facts().env, SECRETS: secrets };
  const started = composeCommand({ ...facts(), env }, "run", "--rm", "--no-deps", "--no-TTY", service);
  await expect(started).rejects.toThrow(message);
  rmSync(secrets, { recursive: true });
});
