import { expect, test } from "vitest";
import { hasty } from "../../src/deploy/rollout.ts";
import { failedIn } from "../../src/deploy/watch.ts";
import { pinnedProxy, stackFile } from "./stack.ts";

test("what comes back comes all at once, and is otherwise as it was", () => {
  const before = stackFile({ proxy: pinnedProxy, backup: { image: "b" } });
  const { services, ...others } = hasty(before);
  const fast = { parallelism: 0, monitor: "2s" };
  expect(services).toEqual({
    web: { ...before.services.web, deploy: { replicas: 2, update_config: { order: "start-first", ...fast } } },
    proxy: { ...pinnedProxy, deploy: { ...pinnedProxy.deploy, update_config: fast } },
    backup: { image: "b", deploy: { update_config: fast } },
  });
  expect({ ...others, services: before.services }).toEqual(before);
});

test("a service has failed unless it is done: what is still waited for when time is up, too", () => {
  const standings = {
    web: { is: "done", line: "" },
    api: { is: "waiting", line: "" },
    proxy: { is: "failed", line: "" },
  } as const;
  expect(failedIn({ standings })).toEqual(["api", "proxy"]);
});
