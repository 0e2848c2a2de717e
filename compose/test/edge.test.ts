import { connect } from "node:tls";
import { describe, expect, test } from "vitest";
import { anybody } from "../../testing/asking.ts";
import { mixture } from "../../testing/load.ts";
import { docker, until } from "../../testing/programs.ts";
import { ask, askPlainly, containers, facts, tools } from "./stack/stack.ts";
import { signUp } from "./stack/visitors.ts";

/** What every answer carries. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": "max-age=63072000",
  server: "nginx",
};

const statuses = (path: string, count: number, from = anybody()) =>
  Promise.all(Array.from({ length: count }, () => ask(path, { from }).then(({ status }) => status)));

describe("claim 23: TLS", () => {
  const handshake = (options: object) =>
    new Promise<string>((done) => {
      const to = { port: facts().https, servername: "flipdocs.test", rejectUnauthorized: false, ...options };
      const socket = connect(to, () => {
        done(`${socket.getProtocol()} ${socket.getCipher().name}`);
        socket.destroy();
      });
      socket.on("error", (error: Error) => done(error.message));
    });

  test("claim 23: 1.3 and 1.2 are spoken, with ECDHE and AEAD", async () => {
    expect(await handshake({})).toMatch(/^TLSv1\.3 TLS_/);
    expect(await handshake({ maxVersion: "TLSv1.2" })).toMatch(/^TLSv1\.2 ECDHE-ECDSA-(AES\d+-GCM|CHACHA20)/);
  });

  test.each(["TLSv1.1", "TLSv1"])("claim 23: %s is not", async (version) => {
    const old = { minVersion: version, maxVersion: version, ciphers: "ALL:@SECLEVEL=0" };
    expect(await handshake(old)).toMatch(/alert|wrong version|unsupported protocol/i);
  });

  test.each(["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"])(
    "claim 23: the cipher %s is refused",
    async (ciphers) => expect(await handshake({ maxVersion: "TLSv1.2", ciphers })).toMatch(/handshake failure/i),
  );

  test("claim 23: HTTP/2 is offered", async () => {
    const chosen = await new Promise((done) => {
      const socket = connect(
        { port: facts().https, servername: "flipdocs.test", rejectUnauthorized: false, ALPNProtocols: ["h2"] },
        () => done(socket.alpnProtocol),
      );
      socket.on("error", done);
    });
    expect(chosen).toBe("h2");
  });
});

test("HTTP/3 is offered, and served", async () => {
  expect((await ask("/")).headers["alt-svc"]).toBe(`h3=":${facts().https}"; ma=86400`);
  const to = ["--connect-to", "flipdocs.test:443:proxy:8443", "https://flipdocs.test/"];
  const write = ["--output", "/dev/null", "--write-out", "%{http_version} %{http_code}"];
  expect(await tools("curl", "--silent", "--http3-only", "--insecure", ...write, ...to)).toBe("3 200");
});

test("over HTTP/3 a form comes from the site, whatever the host's port", async () => {
  const { https } = facts();
  const site = `https://flipdocs.test:${https}`;
  const form = ["--header", `origin: ${site}`, "--json", "{}", "--connect-to", `flipdocs.test:${https}:proxy:8443`];
  const write = ["--silent", "--output", "/dev/null", "--write-out", "%{http_version} %{http_code}"];
  const asked = [...form, ...write, `${site}/api/v1/auth/sign-in`];
  expect(await tools("curl", "--http3-only", "--insecure", ...asked)).toBe("3 422");
});

test.each([
  ["--http1.1", "GET", "/api/%zz", "application/problem+json"],
  ["--http1.1", "GET", "/%zz", "text/html"],
  ["--http2", "DELETE", "/api/%zz", "application/problem+json"],
  ["--http2", "GET", "/%zz", "text/html"],
  ["--http3-only", "GET", "/api/%zz", "application/problem+json"],
  ["--http3-only", "GET", "/%zz", "text/html"],
])("%s: an address that is none is refused to %s %s by %s", async (version, method, path, type) => {
  const to = ["--connect-to", "flipdocs.test:443:proxy:8443", `https://flipdocs.test${path}`, "--request", method];
  const write = ["--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{content_type}"];
  expect(await tools("curl", version, "--insecure", ...write, ...to)).toBe(`400 ${type}`);
});

test("a page is one, whatever Next would be asked by its own headers, and says nothing of where it lies", async () => {
  const { body, headers } = await ask("/", { headers: { "x-middleware-prefetch": "1" } });
  expect(body).toContain("<html");
  expect(headers).not.toHaveProperty("x-matched-path");
});

test.each([
  ["GET", 301],
  ["HEAD", 301],
  ["POST", 308],
  ["DELETE", 308],
])("claim 24: %s over http goes to https with %i", async (method, status) => {
  const answer = await askPlainly("/books/1?page=2", { method });
  expect(answer.status).toBe(status);
  expect(answer.headers.location).toBe(`https://flipdocs.test:${facts().https}/books/1?page=2`);
});

test.each([
  ["/", 200],
  ["/api/health", 200],
  ["/no-such-page", 404],
  ["/api/no-such-thing", 404],
  ["/api/metrics", 404],
  ["/_next/static/no-such-file.js", 404],
  ["/%", 400],
])("claim 26: security headers are on %s, a %i", async (path, status) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject(HEADERS);
  expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(answer.headers).not.toHaveProperty("x-powered-by");
});

test("claim 26: and on a redirect", async () => {
  const { headers } = await askPlainly("/");
  const { "strict-transport-security": _, ...overHttp } = HEADERS;
  expect(headers).toMatchObject(overHttp);
});

test("claim 25: a page's scripts have its nonce, which is never used twice", async () => {
  const answers = [await ask("/"), await ask("/")];
  const nonces = answers.map(({ headers, body }) => {
    const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1];
    const scripts = [...body.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    return nonce;
  });
  expect(nonces[0]).not.toBe(nonces[1]);
});

test("claim 27: nginx accepts both configurations where they run", async () => {
  const [proxy = ""] = await containers("proxy");
  await docker("exec", proxy, "nginx", "-t", "-q", "-c", "/etc/nginx/prod.conf");
});

test("claim 27: past its burst the API answers 429 with a problem, and when to come again", async () => {
  const from = anybody();
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask("/api/health", { from })));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(21);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers).toMatchObject({
    ...HEADERS,
    "content-type": "application/problem+json",
    "retry-after": "2",
  });
  expect(JSON.parse(refused[0]?.body ?? "")).toMatchObject({ status: 429, title: "Too Many Requests" });
});

test("claim 27: past their burst pages answer 429 with a page", async () => {
  const from = anybody();
  const seen = await statuses("/robots.txt", 100, from);
  expect(seen.filter((status) => status === 200).length).toBeGreaterThanOrEqual(51);
  expect(seen).toContain(429);
  const { headers } = (await Promise.all(Array.from({ length: 20 }, () => ask("/robots.txt", { from })))).find(
    ({ status }) => status === 429,
  ) ?? { headers: {} };
  expect(headers).toMatchObject({ ...HEADERS, "content-type": "text/html" });
});

test("claim 27: one visitor's burst is nobody else's", async () => {
  await statuses("/api/health", 40);
  expect((await ask("/api/health")).status).toBe(200);
});

test("claim 27: files of the app have no limit", async () => {
  const [, asset = ""] = await mixture(ask);
  expect(new Set(await statuses(asset, 150))).toEqual(new Set([200]));
});

test("claim 27: a body too large is refused before it is sent, with a problem", async () => {
  const headers = { "content-type": "application/json", "content-length": String(2 * 1024 ** 2) };
  const answer = await ask("/api/v1/auth/sign-in", { method: "POST", headers, body: Buffer.alloc(2 * 1024 ** 2) });
  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 413 });
});

test.each(["/api/metrics", "/api//metrics", "/api/v1/../metrics", "/api/%6detrics", "/metrics", "/stub_status"])(
  "claim 27: %s shows no metrics",
  async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toMatch(/process_|Active connections/);
  },
);

test("hashed files may be kept for a year; a page may not", async () => {
  const [, asset = ""] = await mixture(ask);
  expect((await ask(asset)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect((await ask("/")).headers["cache-control"]).toContain("no-store");
});

test("text is compressed for who takes it", async () => {
  const headers = { "accept-encoding": "gzip" };
  expect((await ask("/", { headers })).headers["content-encoding"]).toBe("gzip");
  expect((await ask("/")).headers["content-encoding"]).toBeUndefined();
});

test("hashed files come out of the proxy's memory, compressed for who takes it, however they are asked for", async () => {
  const [, asset = ""] = await mixture(ask);
  const asked = (encodings?: string, path = asset) =>
    ask(path, encodings ? { headers: { "accept-encoding": encodings } } : {});
  await Promise.all([asked("gzip"), asked()]);
  const escaped = asset.replace("chunks", "%63hunks");
  const [plain, refused, ...packed] = await Promise.all([
    asked(),
    asked("gzip;q=0, br"),
    asked("gzip"),
    asked("gzip, deflate, br, zstd"),
    asked("gzip", `${asset}?anything`),
    asked("gzip", escaped),
  ]);
  for (const { headers } of [plain, refused]) expect(headers["content-encoding"]).toBeUndefined();
  for (const { headers, status } of packed)
    expect({ ...headers, status }).toMatchObject({ status: 200, "content-encoding": "gzip", vary: "Accept-Encoding" });
  for (const { headers } of [plain, refused, ...packed])
    expect(await proxyLine(String(headers["x-request-id"]))).toMatchObject({ status: 200, upstream: "" });
});

test("a file that is not there is not kept", async () => {
  const absent = () => ask("/_next/static/chunks/absent.js");
  await absent();
  const { status, headers } = await absent();
  expect(status).toBe(404);
  expect(await proxyLine(String(headers["x-request-id"]))).toMatchObject({
    upstream: expect.stringContaining(":3000"),
  });
});

test("claim 25: the session's cookie is for HTTPS, hidden from scripts, and stays on the site", async () => {
  const { status, headers } = await signUp();
  expect(status).toBe(201);
  const [cookie = "", ...others] = headers["set-cookie"] ?? [];
  expect(others).toEqual([]);
  expect(cookie).toMatch(/^__Host-\w+=/);
  const attributes = cookie.split("; ").slice(1);
  expect(attributes).toEqual(expect.arrayContaining(["Secure", "HttpOnly", "Path=/"]));
  expect(attributes.join()).toMatch(/SameSite=(Lax|Strict)/);
});

test("an answer's id is in the logs of proxy and API", async () => {
  const { headers } = await ask("/api/v1/books/none");
  const id = String(headers["x-request-id"]);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await proxyLine(id)).toMatchObject({ id, method: "GET", uri: "/api/v1/books/none" });
  await until(30, async () => (await logs("api")).includes(id));
});

const logs = async (service: string): Promise<string> =>
  (await Promise.all((await containers(service)).map((one) => docker("logs", "--tail", "200", one)))).join("\n");

/** What the proxy wrote about an answer: its line comes after the answer. */
async function proxyLine(id: string): Promise<unknown> {
  return JSON.parse(await until(30, async () => (await logs("proxy")).split("\n").find((text) => text.includes(id))));
}
