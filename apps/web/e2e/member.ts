import type { Page } from "playwright-core";
import type { Visit } from "./visit.ts";

/** Of whoever signs up. */
export const PASSWORD = "a long enough password";

/** Signs somebody new up; the page ends at their empty library. Gives their address. */
export async function signUp(page: Page): Promise<string> {
  const email = `reader-${crypto.randomUUID()}@example.org`;
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL("**/library");
  return email;
}

type File = string | { name: string; mimeType: string; buffer: Buffer };

/** Sends a PDF from an empty library, waits until it is a book, and opens it. */
export async function upload(page: Page, file: File): Promise<void> {
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator("[data-book][data-status=ready]").waitFor();
  await page.locator("[data-book] a").first().click();
}

/** Somebody new, who has sent a PDF and opened the book. */
export async function owner(browser: Visit, file: File): Promise<Page> {
  const page = await browser.stranger();
  await signUp(page);
  await upload(page, file);
  return page;
}
