import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ClientRequest } from "node:http";
import { request } from "node:https";
import { expect, onTestFinished, test } from "vitest";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { anybody, named } from "../../testing/asking.ts";
import { attempt, root, until } from "../../testing/programs.ts";
import { ask, containers, facts } from "./stack/stack.ts";
import { member, upload } from "./stack/visitors.ts";

const newToken = () => randomBytes(18).toString("base64url");

/** All that these services have said, on either of their outputs. */
async function logs(...services: string[]): Promise<string> {
  const all = (await Promise.all(services.map(containers))).flat();
  const said = await Promise.all(all.map((one) => attempt(dockerBinary(), ["logs", one])));
  return said.map(({ stdout, stderr }) => stdout + stderr).join("\n");
}

test("a link's token is in no log, however it is asked for, and however often", async () => {
  const [token, hash, from] = [newToken(), randomBytes(28).toString("hex"), anybody()];
  const places = ["/s/", "//s/", "/%73/", "/s/../s/", "/embed/", "/api/v1/shares/", "/api//v1/shares/", "/elsewhere/"];
  const asked = places.flatMap((place) => [
    place + token,
    `${place + token}/pages/1/image?q=1`,
    `${place + token}/file`,
  ]);
  // The links in mails that a forgotten password is answered with have a hash there.
  const hashes = ["/reset/", "//reset/", "/%72eset/"].map((place) => place + hash);
  const inQueries = [`/sign-in?next=/s/${token}`, `/sign-in?next=%2Fs%2F${token}`, `/s/${token}?next=/s/${token}`];
  for (const path of [...asked, ...hashes, ...inQueries]) await ask(path);
  await ask(`/s/${token}/open`, { method: "POST" });
  await ask(`/s/${token}`, { method: "DELETE" });
  // Past the burst nginx has something to say in a log of its own.
  const burst = await Promise.all(Array.from({ length: 100 }, () => ask(`/s/${token}`, { from })));
  expect(burst.map(({ status }) => status)).toContain(429);
  const { headers } = await ask(`/api/v1/shares/${token}`);
  const id = String(headers["x-request-id"]);
  const said = await until(30, async () => {
    const [proxy, services] = [await logs("proxy"), await logs("api", "web")];
    return proxy.includes(id) && services.includes(id) && proxy + services;
  });
  for (const secret of [token, hash]) expect(said).not.toContain(secret);
  for (const uri of ["/api/v1/shares/***", "/reset/***"]) expect(said).toContain(`"uri":"${uri}"`);
});

test.each([
  ["/s/", "DENY", "'none'"],
  ["/embed/", undefined, "*"],
])("where %s leads nowhere a page of ours says so, with X-Frame-Options %s", async (place, options, ancestors) => {
  const [unknown, none] = [await ask(place + newToken()), await ask(`${place}none`)];
  expect([unknown.status, none.status]).toEqual([404, 404]);
  expect(unknown.body).toContain("<h1>There is no such page</h1>");
  const { headers } = unknown;
  expect(headers["x-frame-options"]).toBe(options);
  expect(headers["content-security-policy"]).toMatch(new RegExp(`frame-ancestors ${ancestors.replace("*", "\\*")}$`));
  expect(headers["referrer-policy"]).toBe("no-referrer");
});

test.each(["/embed", "/embed/", "/embed/none", "/embed/../", "/x/embed/"])("%s is in nobody's frame", async (path) => {
  const { headers } = await ask(path);
  expect(headers["x-frame-options"]).toBe("DENY");
  expect(headers["content-security-policy"]).toMatch(/frame-ancestors 'none'/);
});

/** Begins a download, and reads nothing of it once it has begun. */
function begin(path: string, from: string): Promise<number> {
  return new Promise((done, failed) => {
    const options = { path, rejectUnauthorized: false, agent: false, port: facts().https } as const;
    const asked: ClientRequest = request(named(options, from), (response) => done(response.pause().statusCode ?? 0));
    onTestFinished(() => void asked.destroy());
    asked.on("error", failed).end();
  });
}

test("claim 27: nine downloads that one visitor begins and does not read are eight, and others' go on", async () => {
  const cookie = await member();
  const large = Buffer.concat([readFileSync(`${root}/packages/book/fixtures/sample.pdf`), Buffer.alloc(30_000_000)]);
  const [book = ""] = await upload(cookie, large);
  const body = JSON.stringify({ access: "unlisted", downloadable: true });
  const headers = { cookie, "content-type": "application/json", "content-length": String(body.length) };
  const made = await ask(`/api/v1/books/${book}/shares`, { method: "POST", headers, body });
  const { token } = JSON.parse(made.body) as { token: string };
  const [path, from] = [`/api/v1/shares/${token}/file`, anybody()];
  // At once: the proxy ends those that nobody reads, and one by one the first may be over before the ninth is asked for.
  const answers = await Promise.all(Array.from({ length: 9 }, () => begin(path, from)));
  expect(answers.toSorted()).toEqual([...Array(8).fill(200), 429]);
  expect(await begin(path, anybody())).toBe(200);
});
