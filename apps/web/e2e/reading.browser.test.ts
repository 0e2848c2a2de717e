import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment } from "./environment.ts";
import { signUp, upload } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { expectPicture, firstSample, insidePage, landing, longestWord, where } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

const SAMPLE = resolve(import.meta.dirname, "../../../packages/book/fixtures/sample.pdf");

let browser: Visit;
beforeAll(async () => {
  browser = await visit();
});
afterAll(() => browser?.end());

describe("a stranger", () => {
  test("opens a public sample from the landing page", async () => {
    const page = await browser.stranger();
    await landing(page);
    await page.locator("#samples a").first().click();
    await expectPicture(page, 1);
    const cookies = (await page.context().cookies()).map(({ name }) => name);
    expect(cookies).not.toContain("__Host-session");
  });

  test("reads plain pages without scripts", async () => {
    const book = await firstSample(await browser.stranger());
    const page = await browser.stranger({ javaScriptEnabled: false });
    await page.goto(book);
    await page.getByAltText("Page 2", { exact: true }).waitFor();
    expect(await page.locator("[data-reader]").isVisible()).toBe(false);
  });

  test("gets a policy that runs only the page's own scripts", async () => {
    const answer = await (await browser.stranger()).goto("/");
    const policy = (await answer?.allHeaders())?.["content-security-policy"];
    expect(policy).toMatch(/script-src 'self' 'nonce-\w{32}' 'strict-dynamic';/);
  });

  test("is asked to sign in before the library", async () => {
    const page = await browser.stranger();
    await page.goto("/library");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  });
});

describe("a member", () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.stranger();
  });

  test("signs up and comes to an empty library", async () => {
    await signUp(page);
    await page.getByText(/^No books yet/).waitFor();
  });

  test("sends a PDF and sees it become a book", async () => {
    await upload(page, SAMPLE);
    await expectPicture(page, 1);
  });

  test("turns pages by button and by key", async () => {
    await page.getByRole("button", { name: "Next" }).click();
    await where(page)
      .getByText(/^Pages 2–3 of \d+$/)
      .waitFor();
    await expectPicture(page, 3);
    await page.keyboard.press("ArrowLeft");
    await where(page)
      .getByText(/^Page 1 of \d+$/)
      .waitFor();
    await expectPicture(page, 1);
  });

  test("opens a long book at its first page, and has the others as they are made; so has whoever has a link", async () => {
    const pages = Array.from({ length: 45 }, (_, index) => ({ width: 600, height: 300, text: `Page ${index + 1}` }));
    const reading = await browser.stranger();
    await signUp(reading);
    await reading.locator("input[type=file]").setInputFiles(pdfOf("long.pdf", pages));
    const address = await reading.locator("[data-book] a").first().getAttribute("href");
    const made = await reading.request.post(`/api/v1${address}/shares`, { data: { access: "unlisted" } });
    const visiting = await browser.stranger();
    await Promise.all([reading.goto(address ?? ""), visiting.goto(`/s/${(await made.json()).token}`)]);
    for (const reader of [reading, visiting]) {
      await expectPicture(reader, 1);
      await reader.keyboard.press("End");
      await expectPicture(reader, 45);
      await reader.locator("[data-making]").waitFor({ state: "hidden" });
    }
  });

  test("finds a word and sees it marked on its page", async () => {
    const word = await longestWord(page, 2);
    await page.getByLabel("Search in this book").fill(word);
    await page.getByRole("button", { name: /^Page 2\b/ }).click();
    await expectPicture(page, 2);
    const mark = page.locator('[data-page="2"] mark').first();
    await mark.waitFor();
    expect(await insidePage(mark)).toBe(true);
    if (environment.SCREENSHOT_DIR) {
      await page.screenshot({ path: join(environment.SCREENSHOT_DIR, "reader.png") });
    }
  });

  test("keeps the book from strangers", async () => {
    const answer = await (await browser.stranger()).request.get(page.url());
    expect(answer.status()).toBe(404);
  });

  test("signs out, and the library is closed", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Sign in" }).waitFor();
    await page.goto("/library");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  });
});

test("no page complained: no script was refused, nothing was thrown", () => {
  expect(browser.complaints).toEqual([]);
});
