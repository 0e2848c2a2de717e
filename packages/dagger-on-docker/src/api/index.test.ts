import { expect, test } from "vitest";
import type { Session } from "../session.ts";
import { emptyContainer } from "./container-state.ts";
import { fields } from "./index.ts";

const container = (platform?: string) => fields.Query?.container?.({}, { platform }, {} as Session);
const own = `linux/${process.arch === "x64" ? "amd64" : process.arch}`;

test("a container is for this machine, asked for or not", () => {
  expect([container(), container(own)]).toEqual([emptyContainer, emptyContainer]);
});

test("another platform is refused, with where it can be had", () => {
  expect(() => container("linux/riscv64")).toThrow(
    `Docker alone builds for ${own} here, and not for linux/riscv64. Type the same on a machine of that kind`,
  );
});
