import { type Container, dag, type File } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { apply } from "../../src/deploy/apply.ts";
import { fetchImages } from "../../src/deploy/fetch.ts";
import { refuseLocal } from "../../src/deploy/host-registry.ts";
import { step } from "../../src/deploy/reach.ts";
import { EXIT } from "../../src/deploy/refusal.ts";
import { pullerOf, ship, shipped, signed, supplyOf, throughOf } from "../../src/deploy/ship.ts";
import { Steps } from "../../src/deploy/steps.ts";
import { act } from "../../src/release/act.ts";
import type { Built } from "../../src/release/publish.ts";
import { ended, printed } from "./said.ts";
import { ref, stackFile, worker } from "./stack.ts";

vi.mock("../../src/progress.ts");
vi.mock("../../src/release/act.ts");

const on: Container = dag.container();
const secret = dag.setSecret("password", "never read");
const access = { host: "deploy@h", key: secret, knownhosts: dag.directory().file("k"), stack: "flipdocs" };
const images = [ref("web", "a"), ref("api", "b")];
const steps = new Steps();
const asked = (turn = 0): readonly string[] => vi.mocked(act).mock.calls[turn]?.[1] ?? [];
const turns = () => vi.mocked(act).mock.calls.length;

beforeEach(() => {
  vi.mocked(act).mockReset().mockResolvedValue({ code: 0, stdout: "", stderr: "" });
  vi.spyOn(dag, "version").mockResolvedValue("v0.21.8");
});

test("only images that the host has not are pulled; where there are several hosts, all of them", async () => {
  await fetchImages(on, images, { present: [images[0] ?? ""], hosts: [] }, { steps });
  expect(asked()).toContain(`IMAGES='${images[1]}'`);
  await fetchImages(on, images, { present: images, hosts: [worker("one"), worker("two")] }, { steps });
  expect(asked(1)).toContain(`IMAGES='${images.join(" ")}'`);
  await fetchImages(on, images, { present: images, hosts: [worker("one")] }, { steps });
  expect(turns()).toBe(2);
});

test("credentials are written for the pull alone, where there are any", async () => {
  const login = { registry: "ghcr.io/acme", username: "robot", password: secret };
  await fetchImages(on, images, { present: [], hosts: [] }, { login, steps });
  await fetchImages(on, images, { present: [], hosts: [] }, { steps });
  const config = "export DOCKER_CONFIG=/run/ssh/docker; mkdir $DOCKER_CONFIG";
  expect([asked().includes(config), asked(1).includes(config)]).toEqual([true, false]);
});

test.each([
  ["write /var/lib/docker: no space left on device", "The host's disk is full"],
  ["web is made for arm64, and the host is amd64", "The images are not for the host's architecture"],
  ["no matching manifest for linux/arm64", "The images are not for the host's architecture"],
  ["denied: requested access to the resource is denied", "The host may not pull from the registry"],
  ["unauthorized: authentication required", "The host may not pull from the registry"],
  ["dial tcp: lookup ghcr.io: no such host", "The host could not pull an image"],
])("a pull that ends with %j changes nothing: %s", async (stderr, problem) => {
  vi.mocked(act).mockResolvedValueOnce(ended(stderr));
  await expect(fetchImages(on, images, { present: [], hosts: [] }, { steps })).rejects.toMatchObject({
    code: EXIT.refused,
    problem: `${problem}; what served before serves on.`,
    log: stderr,
  });
});

test("a stack is told to the host with its secrets' names, and since when by the host's clock", async () => {
  vi.mocked(act).mockResolvedValueOnce(printed({ since: "2026-11-26T20:14:00" }));
  const stack = { ...stackFile(), secrets: { key: { name: "flipdocs_key_1" }, password: { name: "flipdocs_pw_2" } } };
  expect(await apply(on, { stack, hosts: [worker("one")] })).toBe("2026-11-26T20:14:00");
  expect(asked()).toContain("WANTED='key flipdocs_key_1\npassword flipdocs_pw_2'");
  expect(asked().at(-1)).toBe(
    "docker stack deploy --detach=true --prune --resolve-image never -c /stack.json $STACK >&2",
  );
});

test("other hosts are given the credentials; a stack that is not taken was not changed", async () => {
  vi.mocked(act).mockResolvedValueOnce(ended("invalid mount"));
  const applying = apply(on, { stack: stackFile(), hosts: [worker("one"), worker("two")] });
  await expect(applying).rejects.toMatchObject({ code: EXIT.rolledBack, log: "invalid mount" });
  expect(asked().at(-1)).toContain("--resolve-image never --with-registry-auth -c /stack.json");
});

test("a host that is not reached is told by what kept it, and a failure of its own as an answer", async () => {
  vi.mocked(act).mockResolvedValue(ended("ssh: connect to host h port 22: Connection refused"));
  await expect(step(on, ["line"])).rejects.toMatchObject({
    code: EXIT.unreachable,
    problem: "The host does not answer.",
  });
  vi.mocked(act).mockResolvedValue(ended("no such service"));
  expect(await step(on, ["line"])).toMatchObject({ code: 1, stderr: "no such service" });
  expect(asked(1).at(-1)).toBe("line");
});

test.each<[string, Parameters<typeof throughOf>]>([
  ["a name", [undefined, "robot"]],
  ["a password", [undefined, undefined, secret]],
  ["a certificate", ["", undefined, undefined, {} as File]],
])("%s without a registry is refused", (_, given) => {
  expect(() => throughOf(...given)).toThrow("--username, --password and --ca are a registry's, and none is named.");
});

test("who pulls is told to the host with the registry that they pull from", () => {
  const through = throughOf("ghcr.io/acme/", "robot", secret);
  expect(through).toEqual({ prefix: "ghcr.io/acme", login: { username: "robot", password: secret }, ca: undefined });
  expect(pullerOf(through)).toEqual({ registry: "ghcr.io/acme", username: "robot", password: secret });
  expect([pullerOf(throughOf("ghcr.io/acme")), pullerOf(throughOf())]).toEqual([undefined, undefined]);
});

const products = ["web", "api"].map((name) => ({ name, bases: [], layout: dag.directory() }) as unknown as Built);
const pushed = { code: 0, stdout: "flipdocs-web sha256:1 new\nflipdocs-api sha256:2 kept", stderr: "" };
const running = { published: ["flipdocs-registry 127.0.0.1:5000->5000/tcp"] };

test("images go to the registry that is named, and the host starts none of its own", async () => {
  vi.mocked(act).mockResolvedValueOnce(pushed);
  expect(await ship(access, products, { prefix: "ghcr.io/acme" }, { published: [] })).toEqual({
    web: "ghcr.io/acme/flipdocs-web@sha256:1",
    api: "ghcr.io/acme/flipdocs-api@sha256:2",
  });
  expect([turns(), asked().join("\n")]).toEqual([1, expect.not.stringContaining("ssh ")]);
});

test("without one they go to the host's own, through its connection, which is started once", async () => {
  vi.mocked(act)
    .mockResolvedValueOnce({ ...pushed, stdout: "" })
    .mockResolvedValue(pushed);
  expect(await ship(access, products, {}, { published: ["web 0.0.0.0:80->80/tcp"] })).toMatchObject({
    web: "127.0.0.1:5000/flipdocs-web@sha256:1",
  });
  expect(asked().join("\n")).toContain("docker run --detach --name flipdocs-registry");
  expect(asked(1)).toContain("ssh -O forward -L 127.0.0.1:5000:127.0.0.1:5000 host");
  await ship(access, products, {}, running);
  expect(turns()).toBe(3);
});

test("a registry that does not start on the host is refused, with another way", async () => {
  vi.mocked(act).mockResolvedValueOnce(ended("port is already allocated"));
  await expect(ship(access, products, {}, { published: [] })).rejects.toMatchObject({
    code: EXIT.refused,
    message:
      "The host's own registry does not start on 127.0.0.1:5000.\nFree that port, or push to another registry: --registry ghcr.io/acme\n\nport is already allocated",
  });
});

test("what would be brought is told by what is there, and nothing is asked where no registry runs", async () => {
  expect(await shipped(access, products, {}, { published: [] })).toEqual({
    web: "web, not there yet",
    api: "api, not there yet",
  });
  expect(act).not.toHaveBeenCalled();
  vi.mocked(act).mockResolvedValueOnce({ ...pushed, stdout: "flipdocs-web sha256:1\nflipdocs-api" });
  expect(await shipped(access, products, {}, running)).toEqual({
    web: "127.0.0.1:5000/flipdocs-web@sha256:1",
    api: "api, not there yet",
  });
});

test("signatures are looked for where the images are", async () => {
  await signed(access, { web: "127.0.0.1:5000/web@sha256:1" }, { identity: "^a", issuer: "https://i" }, {});
  expect(asked()).toContain("for ref in '127.0.0.1:5000/web@sha256:1'; do");
  expect(asked()).toContain("ssh -O forward -L 127.0.0.1:5000:127.0.0.1:5000 host");
});

test("images that publish printed are taken as they are; others are built first, and then brought", async () => {
  const build = vi.fn(async () => products);
  const bring = vi.fn(async () => ({ web: "r/web" }));
  const file = { contents: async () => `web ${ref("web", "a")}\n` } as unknown as File;
  const given = supplyOf(access, {}, file, build, bring);
  expect([given.built, await (await given.begin())({} as never)]).toEqual([false, { web: ref("web", "a") }]);
  expect(build).not.toHaveBeenCalled();
  const made = supplyOf(access, {}, undefined, build, bring);
  expect([made.built, await (await made.begin())(running as never)]).toEqual([true, { web: "r/web" }]);
  expect(bring).toHaveBeenCalledWith(access, products, {}, running);
});

const local = "127.0.0.1:5000/flipdocs-web@sha256:1";

test.each([
  ["one host has them", [local], [worker("one")], false],
  ["all hosts pull them elsewhere", images, [worker("one"), worker("two")], false],
  ["only one of two hosts has one of them", [...images, local], [worker("one"), worker("two")], true],
])("where %s, images are refused: %#", (_, given, hosts, isRefused) => {
  const work = () => refuseLocal(given, { hosts });
  if (isRefused) expect(work).toThrow("no other host reaches; nothing was changed.");
  else expect(work()).toBeUndefined();
});
