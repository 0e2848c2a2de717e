import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers } from "./axe.ts";
import { environment } from "./environment.ts";
import { signUp } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { expectPicture, firstSample, landing } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

// Its name has no place where it could be broken.
const TALE = pdfOf(`${"Tale".repeat(45)}.pdf`, [
  { width: 300, height: 400, text: "Once upon a time" },
  { width: 300, height: 400, text: "ever after" },
]);
const BROKEN = { ...TALE, name: "Torn.pdf", buffer: TALE.buffer.subarray(0, 300) };

let browser: Visit;
beforeAll(async () => {
  browser = await visit();
});
afterAll(() => browser?.end());

/** Asks for the same file until that was too often, and looks at what is said then. */
async function tooOften(page: Page): Promise<void> {
  // By itself: the browser has six connections.
  const ask = () => fetch(new URL("/icon.svg", environment.SITE_URL));
  for (;;) {
    const answers = await Promise.all(Array.from({ length: 80 }, ask));
    const refused = answers.find(({ status }) => status === 429);
    if (!refused) continue;
    const [headers, body] = [Object.fromEntries(refused.headers), await refused.text()];
    await page.route("**/icon.svg", (route) => route.fulfill({ status: 429, headers, body }));
    await page.goto("/icon.svg");
    await page.getByRole("heading", { name: "That was a lot at once" }).waitFor();
    return page.unrouteAll();
  }
}

/**
 * A book of whoever is signed in that nobody makes: the database is told of it, and the queue is not. With an outline that is
 * none its answers are as good as none.
 */
async function unmade(page: Page, facts: object = {}): Promise<string> {
  const { user } = (await (await page.request.get("/api/v1/auth/session")).json()) as { user: { id: string } };
  const { SUPABASE_URL, SUPABASE_SECRET_KEY: apikey } = environment;
  const id = crypto.randomUUID();
  const headers = { apikey, authorization: `Bearer ${apikey}`, "content-type": "application/json" };
  const body = JSON.stringify({ id, owner: user.id, title: "A tale to come", ...facts });
  const answer = await fetch(`${SUPABASE_URL}/rest/v1/books`, { method: "POST", headers, body });
  expect(answer.status).toBe(201);
  return id;
}

/** A page's name, and how to come to it. */
type Way = [string, (page: Page) => Promise<unknown>];

describe("nothing bars a stranger from", () => {
  let page: Page;
  let sample: string;
  beforeAll(async () => {
    page = await browser.stranger();
    sample = await firstSample(page);
  });

  const ways: Way[] = [
    ["the landing page", landing],
    ["signing up", (at) => at.goto("/sign-up")],
    [
      "signing in, with what was wrong",
      async (at) => {
        await at.goto("/sign-in");
        await at.getByRole("button", { name: "Sign in" }).click();
        await at.getByRole("alert").filter({ hasText: /./ }).waitFor();
      },
    ],
    ["a page that is not there", (at) => at.goto("/nothing-here")],
    ["what the proxy refuses", (at) => at.goto("/s/nothing-here")],
    ["the same to who asks too often", tooOften],
    [
      "a book, without network",
      async (at) => {
        await at.goto(sample);
        await expectPicture(at, 1);
        await at.context().setOffline(true);
        await at.getByText(/^You are offline/).waitFor();
      },
    ],
    [
      "a book in which something was found",
      async (at) => {
        await at.context().setOffline(false);
        await at.goto(`${sample}?page=2`);
        await at.getByLabel("Search in this book").fill("page");
        await at.getByRole("button", { name: /^Page 2\b/ }).click();
        await at.locator('[data-page="2"] mark').first().waitFor();
      },
    ],
    ["all its pages, small", (at) => at.getByRole("button", { name: "All pages" }).click()],
    ["its help", (at) => at.keyboard.press("?")],
  ];
  test.each(ways)("%s", async (_, come) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await come(page);
    expect(await barriers(page)).toEqual([]);
  });
});

describe("nothing bars a member from", () => {
  let page: Page;
  let book: string;
  let links: string[] = [];
  beforeAll(async () => {
    page = await browser.stranger();
    await signUp(page);
  });

  const share = async (at: Page, access: RegExp, fill: () => Promise<unknown> = async () => {}) => {
    const before = await at.locator("[data-share]").count();
    await at.getByLabel(access).check();
    await fill();
    await at.getByRole("button", { name: "Make a link" }).click();
    await at.locator("[data-share]").nth(before).waitFor();
    const made = at.locator("[data-share]").first().getByLabel("Link", { exact: true });
    links = [...links, new URL(await made.inputValue()).pathname];
  };

  const ways: Way[] = [
    ["an empty library", (at) => at.getByText(/^No books yet/).waitFor()],
    [
      "one with a book that is being made",
      async (at) => {
        // It is never told that the book is there.
        await at.route("**/api/v1/books?*", () => undefined);
        await at.locator("input[type=file]").setInputFiles(TALE);
        await at.locator("[data-book][data-status=making]").waitFor();
      },
    ],
    [
      "one with a book, one that failed, one that was deleted, and a file that was refused",
      async (at) => {
        await at.unrouteAll();
        await at.reload();
        await at.locator("[data-book][data-status=ready]").waitFor();
        book = (await at.locator("[data-book] a").first().getAttribute("href")) ?? "";
        await at.locator("input[type=file]").setInputFiles([BROKEN, { ...BROKEN, name: "Gone.pdf" }]);
        await at.locator("[data-book][data-status=failed]").nth(1).waitFor();
        await at.getByRole("button", { name: "Delete Gone" }).click();
        await at.locator("[data-deleted]").waitFor();
        const letter = { name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear") };
        await at.locator("input[type=file]").setInputFiles(letter);
        await at.locator("[data-stand=refused]").waitFor();
      },
    ],
    [
      "the book that failed",
      async (at) => {
        await at.locator("[data-book][data-status=failed] a").first().click();
        await at.waitForURL("**/books/*");
        await expect.poll(() => at.title()).toMatch(/Torn/);
      },
    ],
    ["what was found in all books", (at) => at.goto("/library?q=time")],
    ["an account", (at) => at.goto("/account")],
    [
      "links to a book, and how they are made",
      async (at) => {
        await at.goto(`${book}/sharing`);
        await share(at, /^Whoever has the link$/, () => at.getByLabel("Other sites may embed the book").check());
        await share(at, /and a password$/, () => at.getByLabel("Password", { exact: true }).fill("seven quiet otters"));
      },
    ],
    [
      "a book by its link",
      async (at) => {
        await at.goto(links[0] ?? "");
        await expectPicture(at, 1);
      },
    ],
    [
      "a book that has no page yet",
      async (at) => {
        await at.goto(`/books/${await unmade(at)}`);
        await at.getByText(/^Its pages are being made/).waitFor();
      },
    ],
    [
      "what is said where the API is away",
      async (at) => at.goto(`/books/${await unmade(at, { outline: { torn: true } })}`),
    ],
    ["a link's password", (at) => at.goto(links[1] ?? "")],
    [
      "a book in a frame",
      async (at) => {
        await at.goto((links[0] ?? "").replace("/s/", "/embed/"));
        await expectPicture(at, 1);
      },
    ],
    [
      "a book whose link is revoked while it is read",
      async (at) => {
        await at.goto(links[0] ?? "");
        await expectPicture(at, 1);
        const { shares } = (await (await at.request.get(`/api/v1${book}/shares`)).json()) as {
          shares: { id: string }[];
        };
        for (const { id } of shares) await at.request.delete(`/api/v1${book}/shares/${id}`);
        await at.getByLabel("Search in this book").fill("time");
        await at.getByText(/^This book cannot be read here any more/).waitFor();
      },
    ],
  ];
  test.each(ways)("%s", async (_, come) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await come(page);
    expect(await barriers(page)).toEqual([]);
  });
});
