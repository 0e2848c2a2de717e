import { inject } from "vitest";
import { load, type Outcome, told } from "../../testing/load.ts";
import { called, host, site, visit } from "../deploy/site.ts";
import { type Images, imagesFile, newWeb } from "./small-site.ts";

/** The images of the first release. */
export const images = (): Images => inject("release");

/** A release that was deployed, and the image of its web app. */
export interface Deployed {
  readonly number: number;
  readonly web: string;
}

/** Deploys a release with a web app of its own. */
export async function deployWeb(what: string, ...words: readonly string[]): Promise<Deployed> {
  const web = await newWeb(host(), what);
  const said = await called("deploy", "--images", imagesFile(site().files, { ...images(), web }), ...words);
  return { number: Number(/^Release (\d+) of /.exec(said)?.[1]), web };
}

/** Fifty requests a second until `during` is over; says what it came to. */
export async function atFifty(what: string, during: Promise<unknown>): Promise<Outcome> {
  const outcome = await load(["/", "/version"], { perSecond: 50 }, during, visit);
  console.info(told(what, outcome));
  return outcome;
}

/** Which image answers visitors, as its digest is shown. */
export async function answers(): Promise<string> {
  const { release } = JSON.parse((await visit("/version")).body) as { release: string };
  return release;
}
