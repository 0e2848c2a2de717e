import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { owner } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { expectPicture } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

const SIZE = { width: 400, height: 600 };
const PDF = pdfOf("lakes.pdf", [
  { ...SIZE, text: "A lake" },
  { ...SIZE, text: "Another lake" },
]);
const PASSWORD = "seven quiet otters";
// Without one it would say that it is headless, and count for nothing.
const PERSON = {
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
};

let browser: Visit;
let page: Page;
beforeAll(async () => {
  browser = await visit();
  page = await owner(browser, PDF);
  await page.waitForURL("**/books/*");
  await page.goto("/library");
  await page.getByRole("link", { name: "Share lakes" }).click();
  await page.getByRole("heading", { name: "Share “lakes”" }).waitFor();
});
afterAll(() => browser?.end());

/** The newest link of a page that lists them, as its owner copies it. */
const newest = (on: Page) => on.getByRole("list", { name: "Links" }).getByRole("listitem").first();

/** Makes a link by the form; gives its address. */
async function link(on: Page, access: RegExp, fill: () => Promise<void> = async () => {}): Promise<string> {
  const before = await on.locator("[data-share]").count();
  await on.getByLabel(access).check();
  await fill();
  await on.getByRole("button", { name: "Make a link" }).click();
  await on.locator("[data-share]").nth(before).waitFor();
  return newest(on).getByLabel("Link").inputValue();
}

describe("whoever has a link", () => {
  let shared: string;
  beforeAll(async () => {
    shared = await link(page, /^Whoever has the link$/, async () => {
      await page.getByLabel("The PDF may be downloaded").check();
      await page.getByLabel("Other sites may embed the book").check();
    });
  });

  test("reads the book, searches it and downloads it, and nobody is told where from", async () => {
    const reader = await browser.stranger(PERSON);
    const [token = ""] = new URL(shared).pathname.split("/").slice(-1);
    const referers: (string | undefined)[] = [];
    reader.on("request", (asked) => void asked.allHeaders().then(({ referer }) => referers.push(referer)));
    await reader.goto(shared);
    await expectPicture(reader, 1);
    expect(await reader.title()).toBe("lakes · FlipDocs");
    await reader.getByLabel("Search in this book").fill("another");
    await reader.getByRole("button", { name: /^Page 2\b/ }).click();
    await expectPicture(reader, 2);
    const download = reader.waitForEvent("download");
    await reader.getByRole("link", { name: "Download the PDF" }).click();
    expect((await download).suggestedFilename()).toBe("lakes.pdf");
    const part = await reader.request.get((await download).url(), { headers: { range: "bytes=0-4" } });
    expect([part.status(), await part.text()]).toEqual([206, "%PDF-"]);
    expect(referers.length).toBeGreaterThan(3);
    expect(referers.filter((referer) => referer?.includes(token))).toEqual([]);
  });

  test("is counted when a page is seen, once", async () => {
    const views = () => newest(page).getByText("1 view", { exact: true });
    for (; (await views().count()) === 0; ) await page.reload();
    const again = await browser.stranger(PERSON);
    const counted = again.waitForResponse(/\/views$/);
    await again.goto(shared);
    await counted;
    await page.reload();
    await views().waitFor();
  });

  test("sees it where it is pasted: title and page 1", async () => {
    const seen = await browser.stranger();
    const answer = await seen.goto(shared);
    const picture = await seen.locator('meta[property="og:image"]').getAttribute("content");
    expect((await seen.request.get(picture ?? "")).headers()["content-type"]).toBe("image/jpeg");
    expect(await seen.locator('meta[property="og:title"]').getAttribute("content")).toBe("lakes");
    expect(await seen.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex, nofollow");
    expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
    expect(answer?.headers()["x-frame-options"]).toBe("DENY");
  });

  test("reads it in another site's frame by the embed code, until that is no longer allowed", async () => {
    const code = await newest(page).getByLabel("Embed code").inputValue();
    const site = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(code));
    await once(site.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void site.close());
    const elsewhere = await browser.stranger();
    await elsewhere.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const frame = elsewhere.frameLocator("iframe");
    await frame.getByAltText("Page 1", { exact: true }).waitFor();
    expect(await frame.getByRole("navigation", { name: "Account" }).count()).toBe(0);
    await newest(page).getByRole("button", { name: "Stop embedding" }).click();
    await newest(page).getByRole("button", { name: "Allow embedding" }).waitFor();
    const [, embedded = ""] = /src="([^"]+)"/.exec(code) ?? [];
    expect((await elsewhere.request.get(embedded)).status()).toBe(404);
  });

  test("finds nothing any more once it is revoked", async () => {
    await newest(page).getByRole("button", { name: "Revoke" }).click();
    await page.getByText("No links yet").waitFor();
    const late = await browser.stranger();
    const answers = [shared, `${shared.slice(0, -4)}none`].map((address) => late.request.get(address));
    const [revoked, unknown] = await Promise.all(answers);
    expect([revoked?.status(), unknown?.status()]).toEqual([404, 404]);
    expect(await revoked?.text()).toContain("There is no such page");
  });
});

test("without scripts a link with a password is made, tried and opened, and a form that is sent twice makes one", async () => {
  const plain = { javaScriptEnabled: false };
  const maker = await browser.stranger({ ...plain, storageState: await page.context().storageState() });
  await maker.goto(page.url());
  await maker.getByLabel(/and a password$/).check();
  await maker.getByLabel("Password", { exact: true }).fill("short");
  await maker.getByRole("button", { name: "Make a link" }).click();
  await maker.getByText("A password has 8 to 72 characters.").waitFor();
  const shared = await link(maker, /and a password$/, () =>
    maker.getByLabel("Password", { exact: true }).fill(PASSWORD),
  );
  const again = { act: "make", access: "public", form: crypto.randomUUID() };
  const before = await maker.locator("[data-share]").count();
  for (const form of [again, again]) await maker.request.post(`${page.url()}/change`, { form });
  await maker.reload();
  expect(await maker.locator("[data-share]").count()).toBe(before + 1);
  const reader = await browser.stranger(plain);
  const open = async (password: string) => {
    await reader.getByLabel("Password").fill(password);
    await reader.getByRole("button", { name: "Open the book" }).click();
  };
  await reader.goto(shared);
  expect(await reader.content()).not.toMatch(/lakes|og:image/);
  await open("wrong otters");
  await reader.getByText("This is not the password.").waitFor();
  await open(PASSWORD);
  await reader.getByAltText("Page 2", { exact: true }).waitFor();
  const { pathname } = new URL(shared);
  const cookies = (await reader.context().cookies()).map(({ path, httpOnly, secure }) => ({ path, httpOnly, secure }));
  expect(cookies).toEqual(
    expect.arrayContaining(
      [`/api/v1/shares/${pathname.split("/").at(-1)}`, pathname].map((path) => ({
        path,
        httpOnly: true,
        secure: true,
      })),
    ),
  );
  expect(cookies).toHaveLength(2);
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
