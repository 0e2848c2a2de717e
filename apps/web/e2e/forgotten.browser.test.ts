import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pathInMail } from "./mails.ts";
import { PASSWORD, signUp } from "./member.ts";
import { type Visit, visit } from "./visit.ts";

const NEW_PASSWORD = "another long enough password";

let browser: Visit;
beforeAll(async () => {
  browser = await visit();
});
afterAll(() => browser?.end());

/** Types a password where the link in a mail has led to. */
async function choose(page: Page, password: string): Promise<void> {
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();
}

test("a forgotten password is replaced by a link in a mail, without scripts, also when a scanner was there first", async () => {
  const member = await browser.stranger();
  const email = await signUp(member);
  const plain = await browser.stranger({ javaScriptEnabled: false });
  await plain.goto("/sign-in");
  await plain.getByRole("link", { name: "Forgotten password?" }).click();
  await plain.getByLabel("Email").fill(email);
  await plain.getByRole("button", { name: "Send the link" }).click();
  await plain.getByRole("heading", { name: "Look into your mail" }).waitFor();
  const path = await pathInMail(email);
  const scanner = await browser.stranger();
  await scanner.goto(path);
  await scanner.getByRole("heading", { name: "New password" }).waitFor();
  await plain.goto(path);
  expect(new URL(plain.url()).pathname).toBe("/reset");
  await choose(plain, "P@ssw0rd1");
  await plain.getByText("This password is not taken").waitFor();
  await choose(plain, NEW_PASSWORD);
  await plain.waitForURL("**/library");
  await member.reload();
  await member.getByRole("button", { name: "Sign in" }).waitFor();
  await choose(scanner, PASSWORD);
  await scanner.getByRole("link", { name: "Ask for another link" }).waitFor();
  expect(browser.complaints).toEqual([]);
});
