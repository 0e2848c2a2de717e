import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { publishedPlace, publishFlags, type Reach, reachOf } from "./reach.ts";

const bridges = mkdtempSync(join(tmpdir(), "bridges-"));
mkdirSync(join(bridges, "br-0123456789ab"));
afterAll(() => rmSync(bridges, { recursive: true }));
const here = "0123456789abcdef";
const elsewhere = "ffffffffffffffff";

test.each<[string, string, string | undefined, string, Reach]>([
  ["plain Linux", here, undefined, "", { kind: "routed" }],
  ["a container on the host's own network", here, "c0ffee", "", { kind: "routed" }],
  ["a container that has nothing but the socket", elsewhere, "c0ffee", "", { kind: "joined", container: "c0ffee" }],
  ["Docker Desktop", elsewhere, undefined, "", { kind: "published" }],
  ["colima", elsewhere, undefined, "unix:///home/me/.colima/docker.sock", { kind: "published" }],
  ["a forwarded port", elsewhere, undefined, "tcp://127.0.0.1:2375", { kind: "published" }],
])("services are reached from %s", (_, network, container, daemon, reach) => {
  expect(reachOf(network, container, daemon, bridges)).toEqual(reach);
});

test.each(["ssh://root@host", "tcp://10.0.0.7:2376", "tcp://127.0.0.100:2375"])(
  "Docker at %s, by DOCKER_HOST or by a context, is refused",
  (daemon) => {
    expect(() => reachOf(elsewhere, undefined, daemon, bridges)).toThrow(
      `services run on Docker at ${daemon}, and cannot be reached from this machine`,
    );
  },
);

test("only where addresses lead nowhere are ports published", () => {
  expect(publishFlags({ kind: "routed" }, [80])).toEqual([]);
  expect(publishFlags({ kind: "published" }, [80, 443])).toEqual([
    ...["--publish", "127.0.0.1::80"],
    ...["--publish", "127.0.0.1::443"],
  ]);
});

test("what docker port says is read", () => {
  expect(publishedPlace("127.0.0.1:49153")).toEqual({ host: "127.0.0.1", port: 49153 });
  expect(publishedPlace("[::1]:49153\n127.0.0.1:49153")).toEqual({ host: "::1", port: 49153 });
});
