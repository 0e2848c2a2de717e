import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { listens } from "./listens.ts";

test("a port is listened at until its server is gone", async () => {
  const server = createServer((socket) => socket.destroy());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await listens(address)).toBe(true);
  server.close();
  await once(server, "close");
  expect(await listens(address)).toBe(false);
});

test("nobody listens where there is no such name", async () => {
  expect(await listens("nobody.invalid:80")).toBe(false);
});
