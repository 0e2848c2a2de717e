import { expect, test, vi } from "vitest";
import { Network } from "./network.ts";

test("a container is reached at its address; one that has ended has none, and nobody else answers for it", async () => {
  const network = new Network();
  vi.spyOn(network, "open").mockResolvedValue({ kind: "routed" });
  expect(await network.place({ container: "c", address: "10.0.0.2" }, 80)).toEqual({ host: "10.0.0.2", port: 80 });
  await expect(network.place({ container: "c", address: "" }, 80)).rejects.toThrow("c has no address: it has ended");
});
