import { expect, test } from "vitest";
import { emptyContainer } from "../api/container-state.ts";
import { hostFlags, mountFlags, serviceCommand, settingFlags } from "./run-flags.ts";

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

test("mounts become flags; folders are in the image", () => {
  const flags = mountFlags(
    [
      { kind: "tmpfs", target: "/t" },
      { kind: "secret", secret: "s", mode: 0o400, target: "/s" },
    ],
    ({ secret }) => `type=bind,source=/files/${secret}`,
  );
  expect(flags.filter((flag) => flag !== "--mount")).toEqual([
    "type=tmpfs,target=/t",
    "type=bind,source=/files/s,readonly,target=/s",
  ]);
});

test("a cache is refused: what a build keeps in it, only builds see", () => {
  const cache = { kind: "cache", key: "k", sharing: "shared", target: "/c" } as const;
  expect(() => mountFlags([cache], String)).toThrow("needs a Dagger engine");
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
