import { expect, test } from "vitest";
import { desired, desiredReplicas, replicasOf } from "../../src/deploy/desired.ts";
import type { ComposeConfig } from "../../src/release/compose-config.ts";
import { ref, release, running, service, stackFile } from "./stack.ts";

const config: ComposeConfig = {
  name: "flipdocs",
  services: {
    web: { image: "web", environment: { FLIPDOCS_RELEASE: "", API_URL: "x" }, deploy: { replicas: 2 } },
    api: { image: "api", secrets: [{ source: "key" }], deploy: { replicas: 2 } },
  },
  secrets: { key: { name: "flipdocs_key", file: "/secrets/key" } },
};
const images = { web: ref("web", "a"), api: ref("api", "b") };
const made = {
  config,
  images,
  versions: { key: "1234" },
  secrets: [],
  release: null,
  state: { services: {}, tasks: [] },
};

test("each image is the one that was brought, by digest", () => {
  const { services } = desired(made);
  expect([services.web?.image, services.api?.image]).toEqual([images.web, images.api]);
});

test("a service is told which image it is, if it asks; its name changes with the image alone", () => {
  expect(desired(made).services.web?.environment).toEqual({ FLIPDOCS_RELEASE: "aaaaaaaaaaaa", API_URL: "x" });
  expect(desired(made).services.api?.environment).toBeUndefined();
});

test("claim 6: a secret is a name that its content makes, and no file", () => {
  expect(desired(made).secrets).toEqual({ key: { external: true, name: "flipdocs_key_1234" } });
});

test("a secret that is not given stays as the last release had it", () => {
  const before = release(1, { ...stackFile(), secrets: { key: { name: "flipdocs_key_old" } } });
  const kept = desired({ ...made, versions: {}, secrets: ["flipdocs_key_old"], release: before });
  expect(kept.secrets.key?.name).toBe("flipdocs_key_old");
});

test("a secret that nobody ever gave is asked for by name", () => {
  expect(() => desired({ ...made, versions: {} })).toThrow(
    /the secret key, and the host has never been given it\.\n.*key=…/,
  );
});

test("Redis' password need not be given: the host makes one", () => {
  const secrets = { redis_password: { name: "flipdocs_redis_password", file: "x" } };
  expect(desired({ ...made, config: { ...config, secrets }, versions: {} }).secrets.redis_password?.name).toBe(
    "flipdocs_redis_password_made-here",
  );
});

const replicas = ({ services }: ReturnType<typeof desired>) => replicasOf(services.web);

test("what somebody scaled since the last release stays so", () => {
  const state = running();
  state.services.web = service(ref("web", "a"), { replicas: 4 });
  expect(replicas(desired({ ...made, release: release(1), state }))).toBe(4);
});

test("and stays so at the release after that", () => {
  const four = stackFile({ web: { image: ref("web", "a"), deploy: { replicas: 4 } } });
  const state = running();
  state.services.web = service(ref("web", "a"), { replicas: 4 });
  expect(replicas(desired({ ...made, release: release(2, four, { scaled: { web: 4 } }), state }))).toBe(4);
});

test("a count that the file changes counts, where nobody scaled", () => {
  const three = { ...config, services: { ...config.services, web: { image: "web", deploy: { replicas: 3 } } } };
  expect(replicas(desired({ ...made, config: three, release: release(1), state: running() }))).toBe(3);
});

test("a rollback keeps the replicas that there are", () => {
  const state = running();
  state.services.web = service(ref("web", "a"), { replicas: 5 });
  expect(replicas(desiredReplicas(stackFile(), state))).toBe(5);
});

test("a service that asks for no release is told of none", () => {
  const told = { ...config, services: { web: { image: "web", environment: { API_URL: "x" } } } };
  expect(desired({ ...made, config: told }).services.web?.environment).toEqual({ API_URL: "x" });
});

test("an image that was not brought is called as the file calls it", () => {
  expect(desired({ ...made, images: {} }).services.web?.image).toBe("web");
});

test("a secret of the last release that the host has no more is made anew, or asked for", () => {
  const secrets = { redis_password: { name: "flipdocs_redis_password_old" } };
  const before = release(1, { ...stackFile(), secrets });
  const wanted = { ...config, secrets: { redis_password: { name: "flipdocs_redis_password", file: "x" } } };
  const named = (there: readonly string[]) =>
    desired({ ...made, config: wanted, versions: {}, secrets: there, release: before }).secrets;
  expect(named([])).toEqual({ redis_password: { external: true, name: "flipdocs_redis_password_made-here" } });
  expect(named(["flipdocs_redis_password_old"])).toEqual({
    redis_password: { external: true, name: "flipdocs_redis_password_old" },
  });
});

const countedOne = { ...config, services: { web: { image: "web" } } };

test.each<[string, object, number | undefined]>([
  ["is not there yet", { release: release(1) }, 2],
  ["was in no release", { release: release(1, stackFile({ web: {} })), state: running() }, 2],
  [
    "was scaled before, and is in the file",
    { release: release(1, stackFile(), { scaled: { web: 5 } }), state: running() },
    5,
  ],
  [
    "has just one by nature",
    { config: countedOne, release: release(1, stackFile(), { scaled: { web: 5 } }) },
    undefined,
  ],
])("the replicas of a service that %s", (_, other, count) => {
  expect(replicas(desired({ ...made, ...other }))).toBe(count);
});

test("a record that says nothing of scaling is one of before", () => {
  const { scaled: _, ...old } = release(1);
  expect(replicas(desired({ ...made, release: old as ReturnType<typeof release> }))).toBe(2);
});

test("a rollback gives a count to nothing that has none, and leaves out nothing that is not there", () => {
  const { services } = desiredReplicas(stackFile({ api: { image: "a", deploy: { replicas: 2 } } }), running());
  expect([replicasOf(services.proxy), replicasOf(services.api), services.api?.image]).toEqual([undefined, 2, "a"]);
});
