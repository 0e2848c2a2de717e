import type { SharedBook } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { aboutLocked, aboutShared } from "./about.ts";

const TOKEN = "abcdefghijklmnopqrstuvwx";
const PAGES = [{ number: 1, width: 1200, height: 1700 }];

const shared = (access: SharedBook["access"]): SharedBook => ({
  title: "Atlas",
  status: "ready",
  pageCount: 1,
  access,
  embeddable: false,
  downloadable: false,
});
const about = (access: SharedBook["access"]) => aboutShared(TOKEN, shared(access), PAGES, "https://flipdocs.test");

test("where a link is pasted, it is shown with the title and page 1, by the link's own address", () => {
  const url = `https://flipdocs.test/api/v1/shares/${TOKEN}/pages/1/image`;
  const { openGraph, twitter } = about("unlisted");
  expect(openGraph).toEqual({
    title: "Atlas",
    siteName: "FlipDocs",
    type: "website",
    url: `https://flipdocs.test/s/${TOKEN}`,
    images: [{ url, width: 1200, height: 1700, alt: "Page 1" }],
  });
  expect(twitter).toEqual({ card: "summary_large_image", title: "Atlas", images: [url] });
});

test("a link with a password has no picture, opened or not", () => {
  for (const metadata of [about("password"), aboutLocked])
    expect(JSON.stringify(metadata)).not.toMatch(/image|openGraph/);
  expect(JSON.stringify(aboutLocked)).not.toContain("Atlas");
});

test("search engines list public links, and no others", () => {
  expect([about("public"), about("unlisted"), about("password"), aboutLocked].map(({ robots }) => robots)).toEqual([
    { index: true, follow: false },
    { index: false, follow: false },
    { index: false, follow: false },
    { index: false, follow: false },
  ]);
});

test("no page of a link is named to where its links lead", () => {
  for (const metadata of [about("public"), about("password"), aboutLocked]) {
    expect(metadata.referrer).toBe("no-referrer");
  }
});

test("a book of which no page is there yet has no picture", () => {
  expect(aboutShared(TOKEN, shared("public"), [], "https://flipdocs.test").openGraph?.images).toEqual([]);
});
