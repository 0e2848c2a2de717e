import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { aboutSite } from "./about.ts";

const PUBLIC = resolve(import.meta.dirname, "../../public");

test("where the address is pasted, the site shows its picture by a whole address", () => {
  const { openGraph, twitter, alternates } = aboutSite("https://flipdocs.example");
  const address = "https://flipdocs.example/open-graph.jpg";
  expect(openGraph).toMatchObject({ url: "https://flipdocs.example/", images: [{ url: address, width: 1200 }] });
  expect([twitter?.images, alternates?.canonical]).toEqual([[address], "https://flipdocs.example/"]);
  expect(existsSync(resolve(PUBLIC, "open-graph.jpg"))).toBe(true);
});
