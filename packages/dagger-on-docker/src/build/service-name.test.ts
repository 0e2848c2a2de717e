import { expect, test } from "vitest";
import { emptyContainer } from "../api/container-state.ts";
import { imageFs, type ServiceState, serviceName } from "./fs.ts";
import { noSettings } from "./stage.ts";

const service = (image: string, services: Record<string, ServiceState> = {}): ServiceState => ({
  container: { ...emptyContainer, fs: imageFs(image, image, noSettings), services },
  args: {},
});

test("a service's name is a host's name, and the same for the same service", () => {
  expect(serviceName(service("a"))).toMatch(/^s[0-9a-f]{12}$/);
  expect(serviceName(service("a"))).toBe(serviceName(service("a")));
});

test("a service is another one where its files are others, or those of a service behind it", () => {
  const names = [service("a"), service("b"), service("a", { db: service("c") }), service("a", { db: service("d") })];
  expect(new Set(names.map(serviceName)).size).toBe(names.length);
});
