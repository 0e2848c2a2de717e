import { join } from "node:path";
import { expect, test } from "vitest";
import { signUp } from "../../apps/web/e2e/member.ts";
import { openBrowser } from "../../testing/browser.ts";
import { root, until } from "../../testing/programs.ts";
import { site } from "./site.ts";

test("somebody signs up at the deployed site, and reads a book of their own in Chromium", async () => {
  const { browser, close } = await openBrowser([`--host-resolver-rules=MAP flipdocs.test ${site().host.address}`]);
  try {
    const context = await browser.newContext({ baseURL: "https://flipdocs.test", ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", ({ message }) => complaints.push(message));
    await signUp(page);
    await page.locator("input[type=file]").setInputFiles(join(root, "packages/book/fixtures/sample.pdf"));
    await page.locator("[data-book][data-status=ready]").waitFor({ timeout: 120_000 });
    await page.locator("[data-book] a").first().click();
    const picture = page.locator('[data-page="1"] img').first();
    await until(60, () => picture.evaluate((image) => Number(Reflect.get(image, "naturalWidth")) > 0));
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
