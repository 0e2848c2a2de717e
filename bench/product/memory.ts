import { composeCommand, type StackFacts } from "../../compose/test/stack/stack.ts";
import { processesOf, statsOf } from "../container-stats.ts";

/** What was in memory at a moment, in MiB: of the replicas of a service the one that had most. */
export interface Moment {
  /** Milliseconds on the clock of `performance.now`. */
  at: number;
  web: number;
  /** A container of the API, with the process in it that draws. */
  api: number;
  /** The process of the API in it alone. */
  apiAlone: number;
}

/** Looks at the memory of web and API once a second. */
export interface Watch {
  /** What was seen in a time. */
  between(from: number, to: number): Moment[];
  stop(): Promise<void>;
}

/** Begins to look. */
export async function watchMemory(facts: StackFacts): Promise<Watch> {
  const [web, api] = await Promise.all(["web", "api"].map((service) => containers(facts, service)));
  const seen: Moment[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const pause = new Promise((done) => setTimeout(done, 1000));
      const [ofWeb, ofApi, alone] = await Promise.all([most(web, used), most(api, used), most(api, withoutDrawing)]);
      seen.push({ at: performance.now(), web: ofWeb, api: ofApi, apiAlone: alone });
      await pause;
    }
  })();
  watching.catch(() => undefined);
  return {
    between: (from, to) => seen.filter(({ at }) => at >= from && at <= to),
    stop: async () => {
      isOver = true;
      await watching;
    },
  };
}

/** The ids of a service's containers. */
export const containers = async (facts: StackFacts, service: string): Promise<string[]> =>
  (await composeCommand(facts, "ps", "--quiet", service)).split("\n").filter(Boolean);

const most = async (all: readonly string[] = [], look: (container: string) => Promise<number>): Promise<number> =>
  Math.max(...(await Promise.all(all.map(look))));

const used = async (container: string): Promise<number> => (await statsOf(container)).mebibytes;

async function withoutDrawing(container: string): Promise<number> {
  const own = (await processesOf(container)).filter(({ started }) => !started.includes("render-process"));
  return Math.max(...own.map(({ mebibytes }) => mebibytes));
}

/** The most of one kind in some moments, or the least. */
export const peak = (moments: readonly Moment[], of: keyof Moment): number =>
  Math.max(...moments.map((one) => one[of]));
export const low = (moments: readonly Moment[], of: keyof Moment): number => Math.min(...moments.map((one) => one[of]));
