import { expect, test } from "vitest";
import type { ServiceState } from "../build/fs.ts";
import { serviceName } from "../build/fs.ts";
import type { Session } from "../session.ts";
import { emptyContainer } from "./container-state.ts";
import { serviceFields } from "./service.ts";

const service = (...ports: string[]): ServiceState => ({ container: { ...emptyContainer, ports }, args: {} });
const endpoint = (state: ServiceState, args: object) => serviceFields.endpoint?.(state, args, {} as Session);

test.each([
  [["8080/tcp", "9090/tcp"], {}, ":8080"],
  [["53/udp", "80/tcp"], {}, ":80"],
  [["8080/tcp"], { port: 3000 }, ":3000"],
  [[], { port: 3000, scheme: "http" }, ":3000"],
])("of the ports %j, asked for %j, it is %s", (ports, args, port) => {
  const state = service(...ports);
  const scheme = "scheme" in args ? "http://" : "";
  expect(endpoint(state, args)).toBe(`${scheme}${serviceName(state)}${port}`);
});

test("a service without a port has no endpoint, and is told how to have one", () => {
  expect(() => endpoint(service("53/udp"), {})).toThrow(
    "no ports exposed: name one, or give the container withExposedPort",
  );
});
