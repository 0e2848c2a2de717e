import { expect, test } from "vitest";
import { questions, siteOf } from "../../src/deploy/verify.ts";
import { ref, stackFile } from "./stack.ts";

const site = (proxy: object, acme: object = {}) =>
  siteOf(
    stackFile({
      proxy: { ports: [{ target: 8443, published: 8444 }], environment: proxy },
      acme: { environment: acme },
    }),
    "203.0.113.7",
  );

test("a site is asked by the name that its others are sent to", () => {
  const { name, port } = site(
    { PUBLIC_ORIGIN: "https://books.example" },
    { ACME_DOMAINS: "www.books.example,books.example" },
  );
  expect({ name, port }).toEqual({ name: "books.example", port: 8444 });
});

test.each([
  [{ PUBLIC_ORIGIN: "https://books.example:8444/" }, {}, "books.example"],
  [{ PUBLIC_ORIGIN: "" }, { ACME_DOMAINS: "books.example, www.books.example" }, "books.example"],
  [{}, { ACME_DOMAINS: "" }, "203.0.113.7"],
])("with %j and %j it is called %s", (proxy, acme, name) => {
  expect(site(proxy, acme).name).toBe(name);
});

test("web and API are asked which image they are; the landing page has only to be there", () => {
  expect(questions(stackFile({ api: { image: ref("api", "d") } }))).toEqual([
    { path: "/", holds: "" },
    { path: "/version", holds: '"release":"aaaaaaaaaaaa"' },
    { path: "/api/health", holds: '"release":"dddddddddddd"' },
  ]);
});

test.each<[object, object, string, number]>([
  [{ environment: { PUBLIC_ORIGIN: "https://[2001:db8::1]:8444" } }, {}, "[2001:db8::1]", 443],
  [{ environment: { PUBLIC_ORIGIN: "http://books.example" } }, {}, "203.0.113.7", 443],
  [{ environment: { PUBLIC_ORIGIN: "see https://books.example" } }, {}, "203.0.113.7", 443],
  [{}, { environment: { ACME_DOMAINS: " a.example , b.example" } }, "a.example", 443],
  [
    {
      ports: [
        { target: 8080, published: 80 },
        { target: 8443, published: 8444 },
      ],
    },
    {},
    "203.0.113.7",
    8444,
  ],
  [{ ports: [{ target: 8080, published: 80 }] }, {}, "203.0.113.7", 443],
])("with the proxy %j and the certificates %j it is %s at %i", (proxy, acme, name, port) => {
  const stack = stackFile({ proxy: { image: "p", ...proxy }, acme: { image: "c", ...acme } });
  expect(siteOf(stack, "203.0.113.7")).toEqual({ name, address: "203.0.113.7", port });
});

test("a site of services that say nothing is at the host's address", () => {
  expect(siteOf({ services: {} }, "203.0.113.7")).toEqual({ name: "203.0.113.7", address: "203.0.113.7", port: 443 });
});
