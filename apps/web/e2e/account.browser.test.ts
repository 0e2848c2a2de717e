import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, signUp } from "./member.ts";
import { type Visit, visit } from "./visit.ts";

const NEW_PASSWORD = "another long enough password";

let browser: Visit;
let page: Page;
let email: string;

beforeAll(async () => {
  browser = await visit();
  page = await browser.stranger();
  await signUp(page);
  await page.getByRole("link", { name: "@example.org" }).click();
  await page.waitForURL("**/account");
  await page.getByRole("heading", { name: "Sessions" }).waitFor();
  email = (await page.locator("main p").first().textContent()) ?? "";
});
afterAll(() => browser?.end());

/** Signs the same person in, in a browser of their own without scripts. */
async function elsewhere(password: string): Promise<Page> {
  const other = await browser.stranger({ javaScriptEnabled: false });
  await other.goto("/sign-in?next=/account");
  await other.getByLabel("Email").fill(email);
  await other.getByLabel("Password").fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  return other;
}

test("a password is shown while it is typed, if that is wanted", async () => {
  const field = page.getByLabel("Old password");
  await field.fill(PASSWORD);
  await page.getByRole("button", { name: "Show" }).first().click();
  expect(await field.getAttribute("type")).toBe("text");
  await page.getByRole("button", { name: "Hide" }).first().click();
  expect(await field.getAttribute("type")).toBe("password");
});

test("the password is changed, which ends the session elsewhere", async () => {
  const other = await elsewhere(PASSWORD);
  await page.getByLabel("Old password").fill("not the password");
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("This is not your password.").waitFor();
  await page.getByLabel("Old password").fill(PASSWORD);
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your password is changed").waitFor();
  await other.reload();
  await other.getByRole("button", { name: "Sign in" }).waitFor();
});

test("another session is listed, and ended", async () => {
  const other = await elsewhere(NEW_PASSWORD);
  await other.getByText("this one").waitFor();
  await page.reload();
  await page.locator("[data-session=other]").getByRole("button", { name: "End" }).click();
  await page.getByText("The session has ended.").waitFor();
  expect(await page.locator("[data-session]").count()).toBe(1);
  await other.reload();
  await other.getByRole("button", { name: "Sign in" }).waitFor();
});

test("what programs can do is told without scripts, by this site alone", async () => {
  const reader = await browser.stranger({ javaScriptEnabled: false });
  const asked = new Set<string>();
  reader.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.getByRole("link", { name: "the API" }).waitFor();
  await reader.goto("/docs/api");
  const upload = reader.getByRole("article", { name: "Make a book of a PDF" });
  await upload.getByText("POST /api/v1/books").waitFor();
  await upload.getByText("Idempotency-Key").waitFor();
  await upload.getByRole("link", { name: "Book" }).click();
  expect(new URL(reader.url()).hash).toBe("#Book");
  expect(await reader.locator("#Book").getByText("pageCount").count()).toBe(1);
  expect([...asked]).toEqual([new URL(page.url()).origin]);
});

test("the account is deleted, and nobody signs in with it", async () => {
  await page.getByLabel("Your password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  const other = await elsewhere(NEW_PASSWORD);
  await other.getByText("The email address or the password is wrong.").waitFor();
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
