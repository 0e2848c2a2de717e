import { resolve } from "node:path";
import { expect, test } from "vitest";
import { resolveValue } from "./addresses.ts";
import { Address } from "./arguments.ts";

async function chainOf(type: string, text: string, ignore: string[] = []): Promise<string> {
  let asked = "";
  await resolveValue(new Address(type, text, ignore), async (chain) => {
    asked = chain;
    return "the id";
  });
  return asked;
}

test.each([
  ["Container", "debian:trixie-slim", 'container{from(address: "debian:trixie-slim"){id}}'],
  ["CacheVolume", "npm", 'cacheVolume(key: "npm"){id}'],
  ["File", "/a/b", 'host{file(path: "/a/b"){id}}'],
  ["Secret", "env:TOKEN", 'secret(uri: "env://TOKEN"){id name}'],
  ["Secret", "TOKEN", 'secret(uri: "env://TOKEN"){id name}'],
  ["Secret", "cmd://pass a:b", 'secret(uri: "cmd://pass a:b"){id name}'],
  [
    "Service",
    "tcp://localhost:5432",
    'host{service(ports: [{frontend: 5432, backend: 5432, protocol: TCP}], host: "localhost"){id}}',
  ],
])("a %s from %s", async (type, text, chain) => {
  expect(await chainOf(type, text)).toBe(chain);
});

test("a folder starts at the working directory and leaves out what is ignored", async () => {
  expect(await chainOf("Directory", "./src", ["*.md"])).toBe(
    `host{directory(path: ${JSON.stringify(resolve("src"))}, exclude: ["*.md"]){sync}}`,
  );
});

test("git addresses need an engine", async () => {
  await expect(chainOf("Directory", "https://example.org/r.git")).rejects.toThrow("it needs a Dagger engine");
});

test("lists are resolved item by item, other values stay", async () => {
  const values = await resolveValue([new Address("CacheVolume", "a"), "text"], async () => "id 1");
  expect(values).toEqual([{ core: "CacheVolume", id: "id 1" }, "text"]);
});
