import { expect, test } from "vitest";
import { emptyContainer } from "../api/container-state.ts";
import { scratch } from "../build/fs.ts";
import { hostFlags, mountFlags, serviceCommand, settingFlags, withMountedFiles } from "./run-flags.ts";

test("settings become flags", () => {
  expect(settingFlags({ env: { A: "1 2" }, user: "1001:1001", workdir: "/w" })).toEqual([
    "--env",
    "A=1 2",
    "--user",
    "1001:1001",
    "--workdir",
    "/w",
  ]);
  expect(settingFlags({ env: {}, user: "", workdir: "" })).toEqual([]);
});

const secret = { kind: "secret", secret: "s", mode: 0o400, target: "/run/s" } as const;

test("mounts become flags; folders and secrets are none", () => {
  expect(mountFlags([{ kind: "tmpfs", target: "/t" }, secret])).toEqual(["--mount", "type=tmpfs,target=/t"]);
});

test("a cache is refused: what a build keeps in it, only builds see", () => {
  const cache = { kind: "cache", key: "k", sharing: "shared", target: "/c" } as const;
  expect(() => mountFlags([cache])).toThrow("needs a Dagger engine");
});

test("where a secret is going to be there is an empty file", () => {
  expect(withMountedFiles(scratch, [secret])).toMatchObject({
    base: scratch,
    copy: { kind: "file", to: "/run/s", from: { path: "/s" } },
  });
});

test("services are reached by their aliases", () => {
  expect(hostFlags({ web: "10.0.0.2" })).toEqual(["--add-host", "web:10.0.0.2"]);
});

test("a service runs what it is given, else the container's own command", () => {
  const container = { ...emptyContainer, entrypoint: ["entry"], defaultArgs: ["own"] };
  expect(serviceCommand({ container, args: { args: ["given"] } })).toEqual(["given"]);
  expect(serviceCommand({ container, args: {} })).toEqual(["own"]);
  expect(serviceCommand({ container, args: { args: ["given"], useEntrypoint: true } })).toEqual(["entry", "given"]);
  expect(serviceCommand({ container: { ...emptyContainer, entrypoint: ["entry"] }, args: {} })).toEqual(["entry"]);
  expect(() => serviceCommand({ container: emptyContainer, args: {} })).toThrow("no command has been set");
});
