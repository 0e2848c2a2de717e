import { connect } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { docker, until } from "../../testing/programs.ts";
import { type Beside, proxyBeside, refusal, speak } from "./stack/proxy-beside.ts";
import { address, ask, askPlainly, facts } from "./stack/stack.ts";

/** Nobody of these networks is here. */
const ELSEWHERE = "192.0.2.0/24,2001:db8::/32";
const HTTPS = { "x-forwarded-proto": "https" };

const started: string[] = [];

async function proxy(env: Record<string, string>): Promise<Beside> {
  const one = await proxyBeside(env);
  started.push(one.id);
  return one;
}

/** The gateway of the stack's network is where the tests come from: who trusts it trusts them. */
const EVERYBODY_HERE = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16";

afterEach(async () => {
  if (started.length > 0) await docker("rm", "--force", ...started.splice(0));
});

describe("PUBLIC_ORIGIN", () => {
  test("another name is sent there, by either port, and a form keeps its method", async () => {
    const { host } = await proxy({ PUBLIC_ORIGIN: "https://flipdocs.test" });
    const www = { host: "www.flipdocs.test" };
    const there = { location: "https://flipdocs.test/a?b=c" };
    expect(await ask("/a?b=c", { host, port: 8443, headers: www })).toMatchObject({ status: 301, headers: there });
    expect(await askPlainly("/a?b=c", { host, port: 8080, headers: www })).toMatchObject({
      status: 301,
      headers: there,
    });
    const form = { host, port: 8443, method: "POST", headers: { ...www, origin: "https://www.flipdocs.test" } };
    expect(await ask("/a?b=c", form)).toMatchObject({ status: 308, headers: there });
  });

  test.each(["flipdocs.test", "FlipDocs.test:8443", "localhost", "127.0.0.1:8443", "[::1]"])(
    "%s is served where it is",
    async (name) => {
      const { host } = await proxy({ PUBLIC_ORIGIN: "https://flipdocs.test/" });
      expect((await ask("/api/health", { host, port: 8443, headers: { host: name } })).status).toBe(200);
    },
  );
});

test.each(["HTTPS://FlipDocs.test", "https://localhost", "https://default:8443", `https://${"a.".repeat(60)}test`])(
  "PUBLIC_ORIGIN=%s: other names are sent there",
  async (origin) => {
    const { host } = await proxy({ PUBLIC_ORIGIN: origin });
    const there = { location: `${origin.toLowerCase()}/` };
    expect(await ask("/", { host, port: 8443, headers: { host: "www.flipdocs.test" } })).toMatchObject({
      status: 301,
      headers: there,
    });
    const own = { host: new URL(origin).host };
    expect((await ask("/api/health", { host, port: 8443, headers: own })).status).toBe(200);
  },
);

test("HTTPS_PORT is in redirects and in Alt-Svc, and the port that nginx listens on in none", async () => {
  const { host } = await proxy({ HTTPS_PORT: "4443" });
  expect((await askPlainly("/api/", { host, port: 8080 })).headers.location).toBe("https://flipdocs.test:4443/api/");
  expect((await ask("/", { host, port: 8443 })).headers["alt-svc"]).toBe('h3=":4443"; ma=86400');
  expect((await ask("/api", { host, port: 8443 })).headers).not.toHaveProperty("location");
});

describe("TRUSTED_BALANCERS", () => {
  test("a balancer that ended TLS is answered, with its visitor's address in the log", async () => {
    const { host, clients } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE });
    const answer = await askPlainly("/api/health", {
      host,
      port: 8080,
      headers: { ...HTTPS, "x-forwarded-for": "9.8.7.6" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ "strict-transport-security": "max-age=63072000" });
    // HTTP/3 would go past the balancer.
    expect(answer.headers).not.toHaveProperty("alt-svc");
    expect((await clients())[0]).toBe("9.8.7.6");
  });

  test("what a visitor says to the balancer is not taken for its word", async () => {
    const { host, clients } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE });
    const headers = { ...HTTPS, "x-forwarded-for": "1.1.1.1, 9.8.7.6, 10.0.0.7" };
    await askPlainly("/api/health", { host, port: 8080, headers });
    expect((await clients())[0]).toBe("9.8.7.6");
  });

  test.each([8080, 8443])("who came to it by http is sent to https, through port %i", async (port) => {
    const { host } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE, HTTPS_PORT: "4443" });
    const asked = port === 8080 ? askPlainly : ask;
    const answer = await asked("/a", { host, port, headers: { "x-forwarded-proto": "http" } });
    expect(answer).toMatchObject({ status: 301, headers: { location: "https://flipdocs.test/a" } });
  });

  // In HTTP/2 it ends the connection, and with it what others have asked for there.
  test("a balancer speaks HTTP/1.1, where a head that is too large costs its sender alone", async () => {
    const { host } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE });
    const to = { host, port: 8443, servername: "flipdocs.test", rejectUnauthorized: false };
    const spoken = await new Promise((done, failed) => {
      const socket = connect({ ...to, ALPNProtocols: ["h2", "http/1.1"] }, () => done(socket.destroy().alpnProtocol));
      socket.on("error", failed);
    });
    expect(spoken).toBe("http/1.1");
    expect((await ask("/", { host, port: 8443, headers: { ...HTTPS, "x-a": "a".repeat(9000) } })).status).toBe(431);
  });

  test("nobody else's word counts", async () => {
    const { host, peer, clients } = await proxy({ TRUSTED_BALANCERS: ELSEWHERE });
    const headers = { ...HTTPS, "x-forwarded-for": "9.8.7.6" };
    expect((await askPlainly("/", { host, port: 8080, headers })).status).toBe(301);
    expect((await clients())[0]).toBe(peer);
  });

  test("visitors are counted by address, in IPv6 by /64, and each IPv4 address by itself however it is written", async () => {
    const { host } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE });
    const from = (address: (index: number) => string) =>
      Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          return (await ask("/api/health", { host, port: 8443, from: address(index + 1) })).status;
        }),
      );
    expect(await from((index) => `2001:db8:1:2::${index.toString(16)}`)).toContain(429);
    // None of them is the network that was just refused.
    expect(new Set(await from((index) => `2001:db8:3:${index.toString(16)}::1`))).toEqual(new Set([200]));
    expect(new Set(await from((index) => `::ffff:198.51.100.${index}`))).toEqual(new Set([200]));
  });
});

describe("PROXY_PROTOCOL", () => {
  const said = (port: number, ...headers: string[]) =>
    [`PROXY TCP4 9.8.7.6 10.0.0.1 5555 ${port}`, "GET /api/health HTTP/1.0", "Host: a.test", ...headers, "", ""].join(
      "\r\n",
    );

  test("a balancer's line says who asks, and by the port whether by https", async () => {
    const { host, clients } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE, PROXY_PROTOCOL: "on" });
    expect(await speak(host, 8080, said(443))).toContain('"status":"ok"');
    expect((await clients())[0]).toBe("9.8.7.6");
    expect(await speak(host, 8080, said(80))).toContain("Location: https://a.test/api/health");
  });

  test("headers are the visitor's own, and count for nothing", async () => {
    const { host, clients } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE, PROXY_PROTOCOL: "on" });
    const lie = said(80, "X-Forwarded-Proto: https", "X-Forwarded-For: 1.1.1.1");
    expect(await speak(host, 8080, lie)).toContain(" 301 ");
    expect((await clients())[0]).toBe("9.8.7.6");
  });

  test("nobody else's line counts", async () => {
    const { host, peer, clients } = await proxy({ TRUSTED_BALANCERS: ELSEWHERE, PROXY_PROTOCOL: "on" });
    expect(await speak(host, 8080, said(443))).toContain(" 301 ");
    expect((await clients())[0]).toBe(peer);
  });

  test("who does not speak it is not understood", async () => {
    const { host } = await proxy({ TRUSTED_BALANCERS: EVERYBODY_HERE, PROXY_PROTOCOL: "on" });
    expect(await speak(host, 8080, "GET / HTTP/1.0\r\nHost: a.test\r\n\r\n")).toBe("");
  });
});

test.each([
  ["PUBLIC_ORIGIN", "http://flipdocs.test"],
  ["PUBLIC_ORIGIN", "flipdocs.test"],
  ["PUBLIC_ORIGIN", "https://bücher.test"],
  ["PUBLIC_ORIGIN", "https://flipdocs.test/path"],
  ["PUBLIC_ORIGIN", 'https://a; return 200 "x"'],
  ["PUBLIC_ORIGIN", "https://a.test\nhttps://b.test"],
  ["PUBLIC_ORIGIN", "https://flipdocs.test."],
  ["PUBLIC_ORIGIN", "https://flipdocs..test"],
  ["PUBLIC_ORIGIN", "https://flipdocs.test:70000"],
  ["HTTPS_PORT", "https"],
  ["HTTPS_PORT", "0"],
  ["HTTPS_PORT", "70000"],
  ["TRUSTED_BALANCERS", "balancer.test"],
  ["TRUSTED_BALANCERS", "10.0.0.0/8;"],
  ["TRUSTED_BALANCERS", "10.0.0.0/33"],
  ["TRUSTED_BALANCERS", "10.0.0.0/0"],
  ["TRUSTED_BALANCERS", "256.0.0.1"],
  ["TRUSTED_BALANCERS", "2001:db8:::/32"],
  ["TRUSTED_BALANCERS", "10.0.0.0/8\n0.0.0.0/0 1"],
  ["PROXY_PROTOCOL", "yes"],
  ["PROXY_PROTOCOL", "on"],
])("%s=%s is an error at start, by name", async (name, value) => {
  const { code, stderr } = await refusal({ [name]: value });
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^The proxy cannot start: .*${name}`));
});

test("where the names of the services are not there yet, the proxy of development starts and says so", async () => {
  const network = `${facts().project}_edge`;
  const id = await docker("run", "--detach", "--network", network, facts().env.PROXY_IMAGE ?? "");
  started.push(id);
  const host = await address(id, "edge");
  const asked = () => speak(host, 8080, "GET /api/health HTTP/1.0\r\nHost: a\r\n\r\n");
  expect(await until(10, asked)).toMatch(/^HTTP\/1.1 503 [\s\S]*problem\+json/);
});
