import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Network } from "./network.ts";
import { waitForPorts } from "./ports.ts";

const SERVICE = { container: "c", address: "127.0.0.1" };
const told = { name: "service redis", log: async () => "its last words" };

/** A network on which a container is in a state, and its ports are where `place` says. */
const network = (state: string, place: () => Promise<{ host: string; port: number }>) =>
  ({ state: vi.fn(async () => state), place: vi.fn(place) }) as unknown as Network;

/** A port of this machine that takes connections, and greets. */
async function listening() {
  const server = createServer((socket) => socket.end("ready"));
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

test("a service whose ports answer is there", async () => {
  const place = await listening();
  await waitForPorts(
    network("running", async () => place),
    SERVICE,
    [6379],
    told,
  );
});

test("a service without ports is there at once", async () => {
  const idle = network("running", () => Promise.reject(new Error("nobody asks")));
  await waitForPorts(idle, SERVICE, [], told);
  expect(idle.place).not.toHaveBeenCalled();
});

test("while a service runs it is asked again, also where it has no place yet", async () => {
  const place = await listening();
  const later = network("running", vi.fn(async () => place).mockRejectedValueOnce(new Error("it has no address")));
  await waitForPorts(later, SERVICE, [6379], told);
  expect(vi.mocked(later.place).mock.calls.length).toBeGreaterThan(1);
});

test("a service that has ended before it listened is an error with its log", async () => {
  const ended = network("exited", () => Promise.reject(new Error("it has ended")));
  await expect(waitForPorts(ended, SERVICE, [6379], told)).rejects.toThrow(
    "the service redis ended before it listened on port 6379 (exited):\nits last words",
  );
});
