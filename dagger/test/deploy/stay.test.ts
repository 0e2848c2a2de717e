import { expect, test } from "vitest";
import { planOf } from "../../src/deploy/plan.ts";
import { imagesOfAll, redisForAll, staying } from "../../src/deploy/stay.ts";
import { pinnedProxy, ref, release, running, service, stackFile } from "./stack.ts";

const before = stackFile({ proxy: pinnedProxy });
const seen = { state: running(), release: release(1, before), present: [ref("proxy", "b")] };

/** The same reference in another registry. */
const moved = (reference: string): string => reference.replace("r.example", "ghcr.io/acme");
const elsewhere = stackFile({
  web: { ...before.services.web, image: moved(ref("web", "a")) },
  proxy: { ...pinnedProxy, image: moved(ref("proxy", "b")) },
});

test("moved to another registry, the proxy of the same digest stays as it runs, and nothing is interrupted", () => {
  const wanted = staying(elsewhere, seen);
  expect(wanted.services.proxy).toEqual(before.services.proxy);
  expect(planOf(wanted, before, seen.state)).toEqual({
    changes: [{ service: "web", what: "image", how: "of r.example → of ghcr.io/acme" }],
    interrupts: [],
  });
});

test("what is not pinned moves along, so that another host can pull it", () => {
  expect(staying(elsewhere, seen).services.web?.image).toBe(moved(ref("web", "a")));
});

test("a setting of the proxy's changes it, by the name that its image has on the host", () => {
  const wanted = staying(stackFile({ proxy: { ...elsewhere.services.proxy, command: ["x"] } }), seen);
  expect(wanted.services.proxy).toEqual({ ...pinnedProxy, command: ["x"] });
});

test("Swarm writes a tag beside the digest, or not: it is the same name", () => {
  const state = running();
  state.services.proxy = service(ref("proxy", "b").replace("@", ":1.0.0@"));
  expect(staying(elsewhere, { ...seen, state }).services.proxy?.image).toBe(ref("proxy", "b"));
});

test.each([
  ["another digest", { proxy: { ...pinnedProxy, image: moved(ref("proxy", "c")) } }, seen],
  ["an image that the host has no more", elsewhere.services, { ...seen, present: [] }],
  ["what runs by another name", elsewhere.services, { ...seen, state: { services: {}, tasks: [] } }],
  ["what was never deployed from here", elsewhere.services, { ...seen, release: null }],
  [
    "what is to be on another host",
    {
      proxy: {
        image: moved(ref("proxy", "b")),
        deploy: { placement: { constraints: ["node.hostname == two"] } },
      },
    },
    seen,
  ],
  ["an image without a digest", { proxy: { ...pinnedProxy, image: "proxy" } }, seen],
])("%s goes by the name that is wanted", (_, services, given) => {
  expect(staying(stackFile(services), given).services.proxy).toEqual(services.proxy);
});

test("a host that joins needs no image of what is pinned, but Redis' from where the others come", () => {
  const redis = { ...pinnedProxy, image: ref("flipdocs-redis", "d").replace("r.example", "127.0.0.1:5000") };
  const stack = staying(stackFile({ ...elsewhere.services, redis }), seen);
  expect(imagesOfAll(stack)).toEqual([moved(ref("web", "a"))]);
  expect(redisForAll(stack)).toBe(moved(ref("flipdocs-redis", "d")));
});

test("a Redis that is nobody's publication is pulled from where it is", () => {
  const redis = { ...pinnedProxy, image: ref("redis", "d") };
  expect(redisForAll(stackFile({ ...elsewhere.services, redis }))).toBe(ref("redis", "d"));
});
