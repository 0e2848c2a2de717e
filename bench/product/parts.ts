import { member } from "../../compose/test/stack/visitors.ts";
import { failed, load, type Outcome, percentile, seconds } from "../../testing/load.ts";
import { type Member, made, make, send } from "./making.ts";
import { low, type Moment, peak } from "./memory.ts";
import type { BrowserReader } from "./reading.ts";
import { LONG, PROCESSORS, type Site, say } from "./site.ts";
import { textBook, wordOf } from "./text-book.ts";
import { kilobytes, mebibytes, middle, ms } from "./words.ts";

/** A line of the table. */
export type Row = readonly [what: string, wanted: string, measured: string];

const SHORT = 100;
const LONGEST = 2000;
const OPENINGS = 5;
const TURNS = 20;
const SEARCHES = 60;
const RATE = 200;
const SECONDS = 30;

/** A text PDF of 100 pages: how soon it can be read, and how soon all of it. */
async function making({ ask, reader, giveProcessors }: Site): Promise<Row[]> {
  const author = { ask, cookie: await member(ask) };
  // The first one of a replica's life also starts what is started once.
  say("a book of one page, before anything is measured");
  for (let book = 0; book < 4; book++) await make(author, textBook(1, book), 1);
  const limited = await timesOf(author);
  await giveProcessors(PROCESSORS.enough);
  const free = await timesOf(author);
  const seen = await seenAfter({ ask, cookie: reader.cookie }, reader);
  await giveProcessors(PROCESSORS.limit);
  return [
    [`upload of ${SHORT} pages of text until the first can be read`, "≤ 1.5 s", `${free.firstPage.toFixed(2)} s`],
    ["the same until Chromium has painted it, nothing kept of the site", "≤ 1.5 s", `${seen.toFixed(2)} s`],
    ["pages a second after that", "≥ 15", free.pagesPerSecond.toFixed(1)],
    ["the first page, with half a processor for each replica", "", `${limited.firstPage.toFixed(2)} s`],
    ["pages a second, with that", "", limited.pagesPerSecond.toFixed(1)],
  ];
}

/** The same in a browser that is told where the book is going to be once it was taken in. */
async function seenAfter(author: Member, reader: BrowserReader): Promise<number> {
  const times = [];
  for (const seed of [4, 5, 6]) {
    const started = performance.now();
    const id = await send(author, textBook(SHORT, seed));
    await reader.open(id);
    times.push((performance.now() - started) / 1000);
    say(`seen after ${times.at(-1)?.toFixed(2)} s`);
    await made(author, id);
  }
  return middle(times);
}

/** The middle one of three books. */
async function timesOf(author: Member) {
  const made = [];
  for (const seed of [1, 2, 3]) {
    const one = await make(author, textBook(SHORT, seed), SHORT);
    say(`${SHORT} pages: the first after ${one.firstPage.toFixed(2)} s, ${one.pagesPerSecond.toFixed(1)} a second`);
    made.push(one);
  }
  const [firstPage, pagesPerSecond] = [made.map((one) => one.firstPage), made.map((one) => one.pagesPerSecond)];
  return { firstPage: middle(firstPage), pagesPerSecond: middle(pagesPerSecond) };
}

/** A ready book in Chromium. */
async function reading({ reader, longBook }: Site): Promise<Row[]> {
  const { id } = await longBook();
  await reader.open(id);
  const openings = [];
  for (let time = 0; time < OPENINGS; time++) {
    const one = await reader.open(id);
    say(`opened in ${ms(one.painted)}`);
    openings.push(one);
  }
  say(`turning ${TURNS} pages`);
  const blank = await reader.turn(id, TURNS);
  const [{ travelled, html } = { travelled: Number.NaN, html: Number.NaN }] = openings;
  return [
    [
      `opening a book of ${LONG} pages, nothing kept: until its first page is painted`,
      "≤ 600 ms",
      ms(middle(openings.map(({ painted }) => painted))),
    ],
    ["its HTML, as it travels", "≤ 60 KB", kilobytes(travelled)],
    ["its HTML, unpacked", "≤ 60 KB", kilobytes(html)],
    [`pages that came into view blank, in ${TURNS} turns`, "0", String(blank)],
  ];
}

/** Words that are on every page, on many, on few and on none; and two at once. */
const TYPED = [0, 3, 40, 300, 900, 1900].map(wordOf).concat("nowhere", `${wordOf(1)} ${wordOf(60)}`, "page 1");

/** Searches in it, by one reader who waits for each. */
async function searching({ ask, reader, longBook }: Site): Promise<Row[]> {
  const { id } = await longBook();
  const headers = { cookie: reader.cookie };
  const search = async (turn: number): Promise<number> => {
    const typed = TYPED[turn % TYPED.length] ?? "";
    const started = performance.now();
    const { status, body } = await ask(`/api/v1/books/${id}/search?q=${encodeURIComponent(typed)}`, { headers });
    if (status !== 200) throw new Error(`a search for ${typed} was answered with ${status}: ${body}`);
    return performance.now() - started;
  };
  const told = (times: readonly number[]) => {
    const sorted = { times: [...times].sort((a, b) => a - b) };
    return `${ms(percentile(sorted, 0.5))} / ${ms(percentile(sorted, 0.95))} of ${times.length}`;
  };
  say("searching, while nothing else is done");
  const idle: number[] = [];
  for (let turn = 0; turn < SEARCHES; turn++) idle.push(await search(turn));
  say(`searching, while another book of ${LONG} pages is made`);
  const busy: number[] = [];
  let state = "coming";
  const other = make({ ask, cookie: await member(ask) }, textBook(LONG, 2), LONG, () => {
    state = "being made";
  }).finally(() => {
    state = "made";
  });
  for (let turn = 0; state !== "made"; turn++) {
    const took = await search(turn);
    if (state === "being made") busy.push(took);
    await seconds(0.1);
  }
  say(`that one was made at ${(await other).pagesPerSecond.toFixed(1)} pages a second`);
  return [
    ["a search in it, p50 / p95", "p95 ≤ 200 ms", told(idle)],
    ["the same while another book is made", "p95 ≤ 200 ms", told(busy)],
  ];
}

/** What is asked for most: what the API says of a book. */
async function serving({ ask, memory, reader, longBook }: Site): Promise<Row[]> {
  const { id } = await longBook();
  const { books } = JSON.parse((await ask("/api/v1/books/public")).body) as { books: { id: string }[] };
  const started = performance.now();
  const told = async (path: string, cookie?: string) => {
    say(`${RATE} requests a second for ${SECONDS} s: ${path}`);
    const as: typeof ask = (asked, options) => ask(asked, { ...options, headers: cookie ? { cookie } : {} });
    return inWords(await load([path], { perSecond: RATE }, seconds(SECONDS), as));
  };
  const open = await told(`/api/v1/books/${books[0]?.id}`);
  const own = await told(`/api/v1/books/${id}`, reader.cookie);
  const moments = memory.between(started, performance.now());
  return [
    [`what the API says of a public book, ${RATE} times a second, p50 / p99`, "p99 ≤ 20 ms", open],
    ["the same of one's own", "p99 ≤ 20 ms", own],
    ["web's memory at most meanwhile, of two replicas", "≤ 512 MiB", mebibytes(peak(moments, "web"))],
    ["the API's", "≤ 256 MiB", mebibytes(peak(moments, "api"))],
  ];
}

function inWords(outcome: Outcome): string {
  const lost = failed(outcome);
  const times = `${percentile(outcome, 0.5).toFixed(1)} / ${percentile(outcome, 0.99).toFixed(1)} ms`;
  return lost > 0 ? `${times}; ${lost} of ${outcome.sent} failed` : `${times} of ${outcome.sent}`;
}

/** The longest book that there may be. */
async function memory({ ask, memory: watch }: Site): Promise<Row[]> {
  const author = { ask, cookie: await member(ask) };
  say(`a book of ${LONGEST} pages`);
  const started = performance.now();
  await seconds(3);
  const made = await make(author, textBook(LONGEST, 4), LONGEST);
  const ended = performance.now();
  await seconds(3);
  say(`made at ${made.pagesPerSecond.toFixed(1)} pages a second`);
  const before = watch.between(started, started + 3000);
  const after = watch.between(ended, performance.now());
  const eighth = (ended - started) / 8;
  const eighths = Array.from({ length: 8 }, (_, part) =>
    watch.between(started + part * eighth, started + (part + 1) * eighth),
  );
  const told = (of: keyof Moment) =>
    [low(before, of), ...eighths.map((moments) => peak(moments, of)), low(after, of)]
      .map((amount) => amount.toFixed(0))
      .join(", ");
  return [
    [
      `the API's process while ${LONGEST} pages are made: before, most in each eighth, after; MiB`,
      "flat",
      told("apiAlone"),
    ],
    ["its container, with what draws", "flat, ≤ 512", told("api")],
    ["pages a second, with half a processor", "", made.pagesPerSecond.toFixed(1)],
  ];
}

/** What is measured, by its name on the command line. */
export const PARTS: Readonly<Record<string, (site: Site) => Promise<Row[]>>> = {
  making,
  reading,
  searching,
  serving,
  memory,
};
