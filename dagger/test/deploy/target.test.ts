import { expect, test } from "vitest";
import { parseHost, parseStack, sshConfig } from "../../src/deploy/target.ts";

test.each([
  ["203.0.113.7", { user: "deploy", address: "203.0.113.7", port: 22 }],
  ["admin@host.example:2222", { user: "admin", address: "host.example", port: 2222 }],
  ["ssh://deploy@host.example/", { user: "deploy", address: "host.example", port: 22 }],
  ["deploy@[2001:db8::1]:22", { user: "deploy", address: "2001:db8::1", port: 22 }],
  ["2001:db8::1", { user: "deploy", address: "2001:db8::1", port: 22 }],
  [
    " ec2-user@ec2-1-2-3-4.compute.amazonaws.com ",
    { user: "ec2-user", address: "ec2-1-2-3-4.compute.amazonaws.com", port: 22 },
  ],
])("%s is a host", (text, target) => {
  expect(parseHost(text)).toEqual(target);
});

test.each([
  "",
  "-oProxyCommand=sh",
  "host name",
  "host;reboot",
  "a@b@c",
  "host:99999",
  "https://host",
  "$(id)",
  "host\nUser root",
])("%j is none", (text) => {
  expect(() => parseHost(text)).toThrow("this is no host");
});

test.each(["flipdocs", "site-2", "0_a", "a".repeat(24)])("%j can be a stack", (text) => {
  expect(parseStack(text)).toBe(text);
});

test.each(["", "Flipdocs", "-a", "a b", "a;reboot", "$(id)", "a.b", "a".repeat(25)])("%j can be none", (text) => {
  expect(() => parseStack(text)).toThrow("no stack can be called so");
});

test("ssh is told whose key counts, and never asks", () => {
  const lines = sshConfig({ user: "deploy", address: "203.0.113.7", port: 2222 })
    .split("\n")
    .map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      "Host host",
      "HostName 203.0.113.7",
      "User deploy",
      "Port 2222",
      "StrictHostKeyChecking yes",
      "BatchMode yes",
    ]),
  );
});
