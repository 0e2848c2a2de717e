import type { Answer, Asking } from "../../../testing/asking.ts";
import { ask } from "./stack.ts";

/**
 * What somebody saw: all as always; less, and told so; a sign-in page; or an error that tells nothing. `degraded` is a
 * page of ours that says what is missing, or a problem+json with 503.
 */
export type Sight = "well" | "degraded" | "signed out" | "failed";

/** One question of a visitor, and what came of it. */
export interface Look {
  path: string;
  sight: Sight;
  status: number;
  /** Milliseconds. */
  took: number;
  /** What the slowest answer that the fault does not touch took at the same time: how busy the machine was. */
  beside: number;
}

/** Answers that need no neighbour: of each service in the way, or of the proxy where these are what fails. */
export const NO_NEIGHBOUR = ["/sign-in", "/api/health"];
export const PROXY_ALONE = ["/nginx-health"];

/** Who asks: the paths of a page and of the API, for a stranger and for a member, who has a cookie. */
export type Visitors = readonly { path: string; cookie?: string }[];

/** Signs somebody new up. */
export function signUp(asking: Asking = ask): Promise<Answer> {
  const body = JSON.stringify({ email: `${crypto.randomUUID()}@flipdocs.test`, password: "correct horse battery" });
  const headers = { "content-type": "application/json", "content-length": String(body.length) };
  return asking("/api/v1/auth/sign-up", { method: "POST", headers, body });
}

/** The same; returns their cookie. */
export async function member(asking?: Asking): Promise<string> {
  const { status, headers } = await signUp(asking);
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0];
  if (!cookie) throw new Error(`signing up was answered with ${status}`);
  return cookie;
}

/** Uploads a book; gives its id, or nothing where it was not accepted. */
export async function upload(cookie: string, pdf: Buffer, asking: Asking = ask): Promise<string[]> {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), pdf, Buffer.from("\r\n--b--\r\n")]);
  const headers = { cookie, "content-type": "multipart/form-data; boundary=b", "content-length": body.length };
  const answer = await asking("/api/v1/books", { method: "POST", headers, body }).catch(() => undefined);
  return answer?.status === 201 ? [(JSON.parse(answer.body) as { id: string }).id] : [];
}

/** A stranger, and somebody who signs up for this. */
export async function visitors(): Promise<Visitors> {
  const cookie = await member();
  return [
    { path: "/" },
    { path: "/api/v1/books/public" },
    { path: "/library", cookie },
    { path: "/api/v1/auth/session", cookie },
  ];
}

/** All of them look once, at the same time, and somebody at what the fault does not touch. */
export async function lookAround(who: Visitors, untouched: readonly string[]): Promise<Look[]> {
  const controls = Promise.all(untouched.map((path) => timed(path)));
  const looks = await Promise.all(who.map(async ({ path, cookie }) => ({ path, ...(await timed(path, cookie)) })));
  const beside = Math.max(...(await controls).map(({ took }) => took));
  return looks.map(({ path, answer, took }) => {
    return { path, sight: sightOf(answer), status: answer?.status ?? 0, took, beside };
  });
}

/** They look once a second until `during` is over, and do not wait for answers. */
export async function watch(who: Visitors, untouched: readonly string[], during: Promise<unknown>): Promise<Look[]> {
  const looks: Promise<Look[]>[] = [];
  const timer = setInterval(() => looks.push(lookAround(who, untouched)), 1000);
  await during.finally(() => clearInterval(timer));
  return (await Promise.all(looks)).flat();
}

async function timed(path: string, cookie?: string): Promise<{ answer: Answer | undefined; took: number }> {
  const started = performance.now();
  const answer = await ask(path, cookie ? { headers: { cookie } } : {}).catch(() => undefined);
  return { answer, took: performance.now() - started };
}

/** What an answer shows. A page says by an attribute what it had to do without. */
export function sightOf(answer: Answer | undefined): Sight {
  const { status, body, headers } = answer ?? { status: 0, body: "", headers: {} };
  if (status === 401 || /\/sign-in/.test(String(headers.location ?? ""))) return "signed out";
  if (status === 503 && headers["content-type"] === "application/problem+json") return "degraded";
  if (status !== 200) return "failed";
  return / data-away| data-known="(before|not)"/.test(body) ? "degraded" : "well";
}
