import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { images as bases } from "../../dagger/src/images.ts";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { attempt, docker, until } from "../../testing/programs.ts";
import { type Host, startHost } from "./host.ts";
import { imageOf } from "./image.ts";

let host: Host;
let client: string;

beforeAll(async () => {
  host = await startHost({ size: "1g" });
  client = await imageOf("Dockerfile");
  await host.load(bases.debian);
});

afterAll(() => host?.remove());

interface Keys {
  readonly key?: string;
  readonly knownHosts?: string;
}

/** Runs a command as the person who deploys would, from another container that has these keys and no others. */
function deployer(command: string, { key = readFileSync(host.key, "utf8"), knownHosts = known() }: Keys = {}) {
  const write = 'mkdir -p -m 700 ~/.ssh; printf "%s\n" "$KEY" >~/.ssh/key; printf "%s\n" "$KNOWN" >~/.ssh/known_hosts';
  const ssh =
    "chmod 600 ~/.ssh/key; printf 'IdentityFile ~/.ssh/key\nBatchMode yes\nConnectTimeout 3\n' >~/.ssh/config";
  const flags = ["--rm", "--env", "KEY", "--env", "KNOWN", "--env", `DOCKER_HOST=ssh://${host.user}@${host.address}`];
  const words = ["run", ...flags, "--entrypoint", "sh", client, "-c", `${write}; ${ssh}; ${command}`];
  return attempt(dockerBinary(), words, { env: { ...process.env, KEY: key, KNOWN: knownHosts } });
}

const known = () => readFileSync(host.knownHosts, "utf8");
const inDebian = (command: string, ...flags: readonly string[]) =>
  host.docker("run", "--rm", ...flags, bases.debian, "sh", "-c", command);

test("Docker is 25 or newer, and set up for a stack that may not gain privileges", async () => {
  expect(Number.parseInt(await host.docker("version", "--format", "{{.Server.Version}}"), 10)).toBeGreaterThan(24);
  expect(await host.docker("info", "--format", "{{.SecurityOptions}}")).toContain("no-new-privileges");
  expect(await inDebian("grep NoNewPrivs /proc/self/status")).toMatch(/NoNewPrivs:\s+1/);
});

test("Docker answers over ssh to the key of the user who deploys, by the host key that provisioning printed", async () => {
  const { code, stdout, stderr } = await deployer("docker info --format '{{.Name}}'");
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "host\n", stderr: "" });
});

test("claim 33: another host key than the one that was given is refused", async () => {
  const [address = "", kind = ""] = known().split(" ");
  const knownHosts = `${address} ${kind} AAAAC3NzaC1lZDI1NTE5AAAAIMZ5fJQ2gWQ4h4T8vwqhrNNqLkHyxtPlGB0SxlmmQuYU`;
  const { code, stderr } = await deployer("docker version", { knownHosts });
  expect(code).not.toBe(0);
  expect(stderr).toContain("REMOTE HOST IDENTIFICATION HAS CHANGED");
});

test("twenty connections at once are all let in", async () => {
  const ssh = `ssh ${host.user}@${host.address} true`;
  const { code, stderr } = await deployer(`seq 20 | xargs --max-procs 20 --replace ${ssh}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("provisioned again, it changes nothing", async () => {
  const key = readFileSync(`${host.key}.pub`, "utf8").trim();
  const said = await host.sh('touch /run/then; sh /provision.sh "$1" 2>&1; find /etc /home -newer /run/then', key);
  expect(said.split("\n")).toEqual([
    "provision: systemd does not run here: start dockerd and sshd by hand",
    "provision: ready. What --knownhosts wants, with this machine's address for HOST:",
    expect.stringMatching(/^HOST ssh-ed25519 \S+$/),
  ]);
});

test("one visitor has 256 connections to what is published, and others have theirs; who lets go of one gets another", async () => {
  // Whoever comes is let in by the kernel; nobody says a word.
  const listen = "$s = IO::Socket::INET->new(LocalPort => 80, Listen => 1000) or die; sleep";
  const flags = ["--detach", "--publish", "80:80", "--name", "silent"];
  await host.docker("run", ...flags, bases.debian, "perl", "-MIO::Socket", "-e", listen);
  const knock = () => connect(80, host.address).on("error", () => undefined);
  await until(20, async () => {
    const first = knock();
    await once(first, "connect");
    return first.resetAndDestroy();
  });
  const kept = Array.from({ length: 256 }, knock);
  await Promise.all(kept.map((socket) => once(socket, "connect")));
  const late = knock();
  const other = await deployer(`bash -c ': </dev/tcp/${host.address}/80'`);
  expect([other.code, late.connecting]).toEqual([0, true]);
  kept[0]?.resetAndDestroy();
  await once(late, "connect");
  for (const socket of [late, ...kept]) socket.destroy();
  await host.docker("rm", "--force", "silent");
});

test("an IPv6 visitor is counted by /64; with a balancer in front nobody is; and Docker's chains are as they were", async () => {
  const rules = () => host.sh("for p in iptables ip6tables; do $p -t mangle -S FLIPDOCS; done");
  const docker = () => host.sh("iptables -S; iptables -t nat -S");
  const before = await docker();
  const key = readFileSync(`${host.key}.pub`, "utf8").trim();
  const counted = await rules();
  expect(counted).toMatch(
    /connlimit-above 256 --connlimit-mask 32 .*\n(.*\n)*.*connlimit-above 256 --connlimit-mask 64 /,
  );
  await host.sh('CONNECTIONS=0 sh /provision.sh "$1" 2>/dev/null', key);
  expect(await rules()).not.toContain("connlimit");
  await host.sh('sh /provision.sh "$1" 2>/dev/null', key);
  expect([await rules(), await docker()]).toEqual([counted, before]);
});

test.each([
  ["", "there is no public key for the user who deploys"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----", "this is a private key: keep it"],
])("provisioned with the key %j, it says what is wrong and changes nothing", async (key, said) => {
  await expect(host.sh('sh /provision.sh "$1"', key)).rejects.toThrow(`provision: ${said}`);
});

test("a limit of memory holds", async () => {
  expect(await inDebian("head -c 100m /dev/zero | tail -c 1 | wc -c", "--memory", "512m")).toBe("1");
  expect(await inDebian("head -c 100m /dev/zero | tail | wc -c", "--memory", "64m")).toBe("0");
});

test("its disk can be full, and free again", async () => {
  const free = await host.fillDisk();
  await expect(inDebian("head -c 1m /dev/zero >/file")).rejects.toThrow("no space left on device");
  await free();
  expect(await inDebian("head -c 1m /dev/zero >/file; wc -c </file")).toBe("1048576");
});

test("what is moved to it is counted", async () => {
  const before = await host.received();
  await deployer(`head -c 1000000 /dev/urandom | ssh ${host.user}@${host.address} 'cat >/dev/null'`);
  const moved = (await host.received()) - before;
  expect(moved).toBeGreaterThan(1_000_000);
  expect(moved).toBeLessThan(1_200_000);
});

test("unplugged it cannot be reached, and plugged in it can", async () => {
  const plug = await host.unplug();
  expect((await deployer("docker version")).stderr).toMatch(/No route to host|timed out/);
  await plug();
  expect((await deployer("docker version")).code).toBe(0);
});

test("frozen it does not answer, and goes on afterwards", async () => {
  const thaw = await host.freeze();
  expect((await deployer("timeout 3 docker version")).code).not.toBe(0);
  await thaw();
  expect((await deployer("docker version")).code).toBe(0);
});

// Here, because sshd lets nobody in for a while from where it was asked with wrong keys; it forgets when it starts anew.
test("a key that was never given is refused", async () => {
  const other = "rm ~/.ssh/key && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/key && docker version";
  const { code, stderr } = await deployer(other);
  expect(code).not.toBe(0);
  expect(stderr).toContain("Permission denied (publickey)");
});

test.each([{ hard: false }, { hard: true }])("rebooted (hard: $hard), it starts what has to run", async (how) => {
  const name = `kept-${how.hard}`;
  await host.docker("run", "--detach", "--restart", "always", "--name", name, bases.debian, "sleep", "infinity");
  const started = () => host.docker("inspect", "--format", "{{.State.Running}} {{.State.StartedAt}}", name);
  const before = await started();
  await host.reboot(how);
  await until(30, async () => (await started()).startsWith("true") && (await started()) !== before);
  expect((await deployer("docker version")).code).toBe(0);
});

test("removed, nothing of it is left", async () => {
  const gone = await startHost();
  const volumes = await docker("inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", gone.name);
  await gone.remove();
  expect(await docker("ps", "--all", "--quiet", "--filter", `name=${gone.name}$`)).toBe("");
  expect(await docker("volume", "ls", "--quiet", "--filter", `name=${volumes.trim()}`)).toBe("");
});
