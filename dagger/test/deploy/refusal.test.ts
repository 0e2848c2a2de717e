import { expect, test } from "vitest";
import { spanOf } from "../../src/deploy/lock.ts";
import { EXIT, nothingDeployed, Refusal, refuseFor, tail } from "../../src/deploy/refusal.ts";
import { counted } from "../../src/deploy/scale.ts";
import { references, trustOf } from "../../src/deploy/ship.ts";
import { parseHost, parseStack, sshConfig } from "../../src/deploy/target.ts";
import { ref, stackFile } from "./stack.ts";

test("a refusal says what happened and what to do, and below these the log that explains it", () => {
  expect(new Refusal(2, "It is full.", "Make room.").message).toBe("It is full.\nMake room.");
  expect(new Refusal(2, "It is full.", "Make room.", " one\ntwo\n\n").message).toBe(
    "It is full.\nMake room.\n\n one\ntwo",
  );
  expect(new Refusal(2, "", "").name).toBe("Refusal");
});

test("nothing speaks against what has no reasons against it; else all of them are told", () => {
  expect(refuseFor("It does not do.", [])).toBeUndefined();
  expect(() => refuseFor("It does not do.", ["too old", "too full"])).toThrow(
    expect.objectContaining({ code: EXIT.refused, message: "It does not do.\n- too old\n- too full" }),
  );
});

test("a host without a release is refused, with what makes one", () => {
  expect(nothingDeployed()).toMatchObject({ code: EXIT.refused, hint: "dagger call deploy makes the first release." });
});

test("of a log the last lines are told, as they begin", () => {
  const log = Array.from({ length: 30 }, (_, index) => `  ${index}`).join("\n");
  expect(tail(`${log}\n\n`).split("\n")).toEqual(log.split("\n").slice(10));
  expect(tail("one\ntwo\nthree", 2)).toBe("two\nthree");
});

test.each([
  [() => spanOf("wait", "ten"), "Say it as in --wait 10m"],
  [() => parseHost("a b"), "Say it as in --host deploy@203.0.113.7"],
  [() => parseHost("h:65536"), "--host h:65536: this is no host."],
  [() => parseStack("A"), "Small letters, digits, - and _, 24 at most, as in --stack flipdocs"],
  [() => counted(stackFile(), { web: 0 }), "One is the least, as in --web 1"],
  [() => counted(stackFile(), { shop: 1 }), "What can be: those with replicas in compose/prod.yml."],
  [() => references("web"), "Give the file that it printed: dagger call publish … > images"],
  [() => trustOf(undefined, "^a"), "Say both, as in --issuer https://token.actions.githubusercontent.com"],
])("what is wrong is refused with how to say it: %#", (work, words) => {
  expect(work).toThrow(words);
});

test("the last port there is, and the last replica, are taken", () => {
  expect(parseHost("h:65535").port).toBe(65535);
  expect(counted(stackFile(), { web: 1 }).services.web?.deploy).toMatchObject({ replicas: 1 });
});

test("ssh knows the host's key beforehand, asks nobody, and keeps one connection", () => {
  expect(sshConfig({ user: "deploy", address: "203.0.113.7", port: 2222 }).split("\n")).toEqual([
    "Host host",
    "  HostName 203.0.113.7",
    "  User deploy",
    "  Port 2222",
    "  IdentityFile /run/ssh/key",
    "  IdentitiesOnly yes",
    "  BatchMode yes",
    "  StrictHostKeyChecking yes",
    "  UserKnownHostsFile /run/ssh/known_hosts",
    "  ConnectTimeout 10",
    "  ServerAliveInterval 5",
    "  ServerAliveCountMax 3",
    "  ControlMaster auto",
    "  ControlPath /run/ssh/%C",
    "  ControlPersist 30",
    "",
  ]);
});

test.each([
  [`web ${ref("web", "a")} `, { web: ref("web", "a") }],
  [`web ${ref("web", "a")}\r\n  \n`, { web: ref("web", "a") }],
])("%j is a line of publish's", (text, all) => {
  expect(references(text)).toEqual(all);
});

test.each([` ${ref("web", "a")}`, `the web ${ref("web", "a")}`, `web ${ref("web", "a")}b`, `web ${ref("web", "a")} x`])(
  "%j is none",
  (line) => {
    expect(() => references(line)).toThrow("is no line of publish's");
  },
);

test("who has the key is asked for, whatever names are given beside it", () => {
  const pubkey = {} as never;
  expect(trustOf(pubkey, "^a", "https://i")).toEqual({ pubkey });
});
