import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, signUp } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { type Visit, visit } from "./visit.ts";

const SIZE = { width: 300, height: 400 };
const small = (name: string, text: string) => pdfOf(name, [{ ...SIZE, text }]);

let browser: Visit;
beforeAll(async () => {
  browser = await visit();
});
afterAll(() => browser?.end());

const books = (page: Page) => page.locator("[data-book]");
const titles = (page: Page) =>
  page.locator("[data-book] > a").evaluateAll((all) => all.map((a) => a.childNodes[1]?.textContent));

/** Cuts the connection of the next upload when it has arrived, and before its answer has. */
async function loseAnswer(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  session.once("Fetch.requestPaused", async ({ requestId }) => {
    await session.send("Fetch.failRequest", { requestId, errorReason: "Failed" });
    await session.detach();
  });
  const patterns = [{ urlPattern: "*/api/v1/books", requestStage: "Response" as const }];
  await session.send("Fetch.enable", { patterns });
}

describe("a member", () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.stranger();
    await signUp(page);
  });

  test("sends several files at once, and hears of the one that is no PDF", async () => {
    const files = [small("Zebras.pdf", "stripes"), small("Ants.pdf", "legs and stripes")];
    const letter = { name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear") };
    await page.locator("input[type=file]").setInputFiles([...files, letter]);
    await page.locator("[data-stand=refused]").getByText("is not a PDF").waitFor();
    await page.locator("[data-book][data-status=ready]").nth(1).waitFor();
    await page.getByText(/You have 2 of 200 books, [\d.]+ MB of 5 GB/).waitFor();
    await page.getByRole("button", { name: "Dismiss letter.txt" }).click();
    expect(await page.locator("[data-stand]").count()).toBe(0);
  });

  test("cancels a file on its way", async () => {
    // Held until it is cancelled for sure: let go of, the browser would send it after all.
    const held: Route[] = [];
    await page.route("**/api/v1/books", (route) => {
      if (route.request().method() === "POST") held.push(route);
      else return route.continue();
    });
    await page.locator("input[type=file]").setInputFiles(small("Never.pdf", "never"));
    await page.locator("[data-stand=sending]").waitFor();
    await expect.poll(() => held.length).toBe(1);
    await page.getByRole("button", { name: "Cancel Never.pdf" }).click();
    for (const route of held) await route.abort().catch(() => undefined);
    await page.unroute("**/api/v1/books");
    expect(await page.getByText("Never.pdf").count()).toBe(0);
  });

  test("tries a file again that had arrived, though nobody heard so: it is one book", async () => {
    await loseAnswer(page);
    await page.locator("input[type=file]").setInputFiles(small("Bees.pdf", "wings"));
    await page.getByRole("button", { name: "Try again Bees.pdf" }).click();
    await expect.poll(() => page.locator("[data-stand]").count()).toBe(0);
    await page.locator("[data-book][data-status=ready]").nth(2).waitFor();
    await page.reload();
    expect((await titles(page)).sort()).toEqual(["Ants", "Bees", "Zebras"]);
  });

  test("sorts by title, and comes back to that", async () => {
    await page.getByRole("link", { name: "Title" }).click();
    await page.waitForURL("**/library?sort=title");
    await page.getByRole("link", { name: "Title" }).and(page.locator("[aria-current]")).waitFor();
    await expect.poll(() => titles(page)).toEqual(["Ants", "Bees", "Zebras"]);
  });

  test("shows covers that are small", async () => {
    const cover = page.locator("[data-book] img").first();
    await cover.scrollIntoViewIfNeeded();
    expect(await cover.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(400);
  });

  test("renames a book", async () => {
    await page.getByText("Rename Bees").click();
    await page.getByLabel("New title of Bees").fill("Bumblebees");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: /^Bumblebees/ }).waitFor();
  });

  test("deletes a book, has it back, and deletes it for good, which makes room", async () => {
    await page.getByRole("button", { name: "Delete Bumblebees" }).click();
    await page.locator("[data-deleted]").getByText("Bumblebees").first().waitFor();
    expect(await titles(page)).toEqual(["Ants", "Zebras"]);
    await page.reload();
    await page.getByRole("button", { name: "Put back Bumblebees" }).click();
    await page.getByRole("link", { name: /^Bumblebees/ }).waitFor();
    expect(await page.locator("[data-deleted]").count()).toBe(0);
    await page.getByRole("button", { name: "Delete Bumblebees" }).click();
    await page.getByRole("button", { name: "Delete for good Bumblebees" }).click();
    await page.getByText("You have 2 of 200 books").waitFor();
    expect(await page.locator("[data-deleted]").count()).toBe(0);
  });

  test("finds a word in all books, by book, each line a way to its page", async () => {
    await page.getByLabel("Search all your books").fill("stripes");
    await page.keyboard.press("Enter");
    await page.getByText("“stripes” is in 2 books, on 2 pages.").waitFor();
    expect(await page.locator("[data-found] mark").allTextContents()).toEqual(["stripes", "stripes"]);
    const line = page.getByRole("link", { name: "Page 1" }).first();
    expect(await line.getAttribute("href")).toMatch(/^\/books\/[\w-]{36}\?page=1$/);
  });

  test("whose session has ended keeps the file, signs in elsewhere, and sees it go on", async () => {
    await page.goto("/library");
    const email = (await page.getByRole("navigation", { name: "Account" }).textContent())?.match(
      /^\S+?@example\.org/,
    )?.[0];
    await page.context().clearCookies();
    await page.locator("input[type=file]").setInputFiles(small("Late.pdf", "late"));
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Sign in again in a new tab" }).click();
    const other = await opened;
    await other.getByLabel("Email").fill(email ?? "");
    await other.getByLabel("Password").fill(PASSWORD);
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByRole("button", { name: "Sign out" }).waitFor();
    await other.close();
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await page.getByRole("link", { name: /^Late/ }).waitFor();
  });

  test("sees what another tab has done with a book, when it is to be deleted once more", async () => {
    const ants = page.locator("[data-book]", { hasText: "Ants" });
    await page.request.delete(`/api/v1/books/${await ants.getAttribute("data-book")}`);
    await page.getByRole("button", { name: "Delete Ants" }).click();
    await page.locator("[data-deleted]").getByText("Ants").first().waitFor();
    expect(await ants.and(page.locator("[data-status]")).count()).toBe(0);
  });
});

describe("without scripts", () => {
  let page: Page;
  const email = `plain-${crypto.randomUUID()}@example.org`;
  const sign = async (how: "Sign in" | "Sign up", password: string) => {
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: how }).click();
  };
  beforeAll(async () => {
    page = await browser.stranger({ javaScriptEnabled: false });
  });

  test("a stranger signs up, out and in, and hears of a wrong password", async () => {
    await page.goto("/sign-up");
    await sign("Sign up", PASSWORD);
    await page.getByText(/^No books yet/).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Sign in" }).click();
    await sign("Sign in", "another long password");
    await page.getByText("The email address or the password is wrong.").waitFor();
    await sign("Sign in", PASSWORD);
    await page.getByText(/^No books yet/).waitFor();
  });

  test("sends a PDF, reads it, renames it, deletes it and has it back", async () => {
    await page.locator("input[type=file]").setInputFiles(small("Plain.pdf", "plain"));
    await page.getByRole("button", { name: "Send one PDF" }).click();
    await books(page).waitFor();
    while ((await page.locator("[data-status=ready]").count()) === 0) await page.reload();
    await page.locator("[data-book] > a").click();
    await page.getByAltText("Page 1", { exact: true }).waitFor();
    await page.goto("/library");
    await page.getByText("Rename Plain").click();
    await page.getByLabel("New title of Plain").fill("Plainer");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Delete Plainer" }).click();
    await page.getByText(/^No books yet/).waitFor();
    await page.getByRole("button", { name: "Put back Plainer" }).click();
    await page.getByRole("link", { name: /^Plainer/ }).waitFor();
  });

  test("who sends a PDF when their session has ended is told so, and where to go on", async () => {
    await page.context().clearCookies();
    await page.locator("input[type=file]").setInputFiles(small("Late.pdf", "late"));
    await page.getByRole("button", { name: "Send one PDF" }).click();
    await page.getByText("Your session has ended. Sign in again.").waitFor();
  });
});

test("no page complained, but of what was held back on purpose", () => {
  const onPurpose = /ERR_FAILED|401|404/;
  expect(browser.complaints.filter((complaint) => !onPurpose.test(complaint))).toEqual([]);
});
