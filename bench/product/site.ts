import { loadavg } from "node:os";
import { startStack } from "../../compose/test/stack/global-setup.ts";
import { type Asking, asks } from "../../testing/asking.ts";
import { docker } from "../../testing/programs.ts";
import { type Made, make } from "./making.ts";
import { containers, type Watch, watchMemory } from "./memory.ts";
import { type BrowserReader, browserReader } from "./reading.ts";
import { textBook } from "./text-book.ts";

/** The site that is measured, with somebody who reads in a browser, and a book of theirs. */
export interface Site {
  ask: Asking;
  memory: Watch;
  reader: BrowserReader;
  /** Gives each replica of the API so many processors; compose/prod.yml has it have half of one. */
  giveProcessors(count: number): Promise<void>;
  /** A book of 311 pages, made when it is first asked for. */
  longBook(): Promise<Made>;
  stop(): Promise<void>;
}

export const LONG = 311;

/** What a replica of the API has, and what it would take not to notice. */
export const PROCESSORS = { limit: 0.5, enough: 2 };

/** Says what is being done, beside the table. */
export const say = (line: string): void =>
  console.error(`${new Date().toISOString().slice(11, 19)} load ${loadavg()[0]?.toFixed(1)}  ${line}`);

/** Starts the production stack of the tests, and a browser. */
export async function openSite(): Promise<Site> {
  say("building what is missing, and starting the stack");
  const { facts, stop } = await startStack();
  const ends = [stop];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    const ask = asks({ port: facts.https });
    const memory = await watchMemory(facts);
    ends.push(memory.stop);
    const reader = await browserReader(facts.https);
    ends.push(reader.close);
    let long: Promise<Made> | undefined;
    const longBook = () => {
      if (!long) say(`making a book of ${LONG} pages`);
      long ??= make({ ask, cookie: reader.cookie }, textBook(LONG, 311), LONG);
      return long;
    };
    const giveProcessors = async (count: number) =>
      void (await docker("update", "--cpus", String(count), ...(await containers(facts, "api"))));
    return { ask, memory, reader, giveProcessors, longBook, stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}
