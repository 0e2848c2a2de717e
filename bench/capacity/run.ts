/**
 * What one host carries: what each kind of request costs in processor time, how well the model predicts a load from
 * that, and what a book costs. Tables on standard output, those of docs/capacity.md.
 *
 *   bun bench/capacity/run.ts        needs Docker on this machine and nobody else on it; builds the images that are missing
 */
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { cpus } from "node:os";
import { startStack } from "../../compose/test/stack/global-setup.ts";
import { composeCommand, type StackFacts } from "../../compose/test/stack/stack.ts";
import { member } from "../../compose/test/stack/visitors.ts";
import { type Asking, anybody, asks } from "../../testing/asking.ts";
import { failed, load, mixture, percentile, seconds } from "../../testing/load.ts";
import { root, until } from "../../testing/programs.ts";
import { statsOf } from "../container-stats.ts";
import { carried, expected } from "./model.ts";

const SECONDS = 10;
const THINK = 1;
const BOOKS = 12;
const SERVICES = ["proxy", "web", "api", "redis", "supabase"];
const processors = cpus().length;

/** Seconds of processor time so far: of each service, of whoever asks (this program), and of the machine. */
type Spent = Record<string, number>;

async function spent(facts: StackFacts): Promise<Spent> {
  const services = await Promise.all(
    SERVICES.map(async (service) => {
      const ids = (await composeCommand(facts, "ps", "--quiet", service)).split("\n").filter(Boolean);
      const times = await Promise.all(ids.map(statsOf));
      return [service, times.reduce((sum, { seconds }) => sum + seconds, 0)] as const;
    }),
  );
  const { user, system } = process.cpuUsage();
  const [, ...ticks] = (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").split(/ +/).map(Number);
  const [ofUser = 0, nice = 0, ofSystem = 0, , , hard = 0, soft = 0] = ticks;
  const machine = (ofUser + nice + ofSystem + hard + soft) / 100;
  return { ...Object.fromEntries(services), asking: (user + system) / 1e6, machine };
}

/** What was spent while something happened. */
async function during<T>(facts: StackFacts, work: () => Promise<T>): Promise<{ came: T; took: Spent }> {
  const before = await spent(facts);
  const came = await work();
  const after = await spent(facts);
  return {
    came,
    took: Object.fromEntries(Object.entries(after).map(([who, time]) => [who, time - (before[who] ?? 0)])),
  };
}

/** Visitors who think between an answer and the next question; answers a second, the mean time for one, in seconds, and how many were no answer. */
async function visitors(many: number, paths: readonly string[], ask: Asking) {
  const agent = new Agent({ keepAlive: true, maxSockets: many });
  const [warm, end] = [performance.now() + 3000, performance.now() + 3000 + SECONDS * 1000];
  const times: number[] = [];
  let refused = 0;
  const visitor = async (first: number) => {
    for (let turn = first; performance.now() < end; turn++) {
      await new Promise((done) => setTimeout(done, -Math.log(1 - Math.random()) * THINK * 1000));
      const began = performance.now();
      const { status } = await ask(paths[turn % paths.length] ?? "/", { agent, from: anybody() });
      if (status !== 200) refused++;
      if (began >= warm && performance.now() < end) times.push((performance.now() - began) / 1000);
    }
  };
  await Promise.all(Array.from({ length: many }, (_, first) => visitor(first)));
  agent.destroy();
  const response = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { throughput: times.length / SECONDS, response, refused };
}

const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);
const milliseconds = (time: number) => (time * 1000).toFixed(2);

/** What is asked for, by its kind. */
async function kinds(ask: Asking): Promise<Record<string, string[]>> {
  const { books } = JSON.parse((await ask("/api/v1/books/public")).body) as { books: { id: string }[] };
  const [{ id } = { id: "" }] = books;
  const all = await mixture(ask);
  return {
    "the landing page": ["/"],
    "a book's page": [`/books/${id}`],
    "a picture of a page": [1, 2, 3, 4].map((page) => `/api/v1/books/${id}/pages/${page}/image`),
    "a file of the app": all.filter((path) => path.startsWith("/_next/")),
    "a search in a book": [`/api/v1/books/${id}/search?q=page`],
    "what a reader asks for, mixed": [
      `/books/${id}`,
      ...Array.from({ length: 8 }, (_, page) => `/api/v1/books/${id}/pages/${page + 1}/image`),
      ...all,
    ],
  };
}

/** Somebody signs up, and uploads the sample so many times. */
async function books(ask: Asking, many: number) {
  const cookie = await member(ask);
  const form = new FormData();
  form.set(
    "file",
    new File([readFileSync(`${root}/packages/book/fixtures/sample.pdf`)], "sample.pdf", { type: "application/pdf" }),
  );
  const sent = new Response(form);
  const [type, bytes] = [sent.headers.get("content-type") ?? "", Buffer.from(await sent.arrayBuffer())];
  const headers = { cookie, "content-type": type, "content-length": String(bytes.length) };
  const began = performance.now();
  for (let book = 0; book < many; book++) {
    const { status, body: said } = await ask("/api/v1/books", { method: "POST", headers, body: bytes });
    if (status !== 201) throw new Error(`an upload was answered with ${status}: ${said}`);
  }
  const ready = await until(600, async () => {
    const said = (await ask("/api/v1/books", { headers: { cookie } })).body;
    const { books: all } = JSON.parse(said) as { books: { id: string; status: string; pageCount: number }[] };
    return all.length === many && all.every(({ status }) => status === "ready") && all;
  });
  const took = (performance.now() - began) / 1000;
  const [{ id, pageCount } = { id: "", pageCount: 0 }] = ready;
  let pictures = 0;
  for (let page = 1; page <= pageCount; page++)
    pictures += Number(
      (await ask(`/api/v1/books/${id}/pages/${page}/image`, { headers: { cookie } })).headers["content-length"],
    );
  return { took, pages: many * pageCount, original: bytes.length, pictures };
}

const { facts, stop } = await startStack();
try {
  const ask = asks({ port: facts.https });
  await seconds(5);
  const { took: idle } = await during(facts, () => seconds(5));
  const rest = (idle.machine ?? 0) / 5;
  console.log(`${processors} processors, ${((rest / processors) * 100).toFixed(0)} % busy before anybody asks.\n`);

  row(
    "milliseconds of a processor, each",
    ...SERVICES,
    "the machine, without who asks",
    "requests a second",
    "p50, ms",
    "p95, ms",
  );
  row(...Array(SERVICES.length + 5).fill("---"));
  let demand = 0;
  let asking = 0;
  let supabase = 0;
  const all = await kinds(ask);
  for (const [kind, paths] of Object.entries(all)) {
    const began = performance.now();
    const { came, took } = await during(facts, () => load(paths, { clients: 4 }, seconds(SECONDS), ask));
    const elapsed = (performance.now() - began) / 1000;
    if (failed(came) > 0) throw new Error(JSON.stringify(came.failures));
    const each = (time = 0) => time / came.sent;
    asking = each(took.asking);
    supabase = each(took.supabase);
    demand = each((took.machine ?? 0) - rest * elapsed) - asking;
    const ms = (share: number) => percentile(came, share).toFixed(1);
    row(
      kind,
      ...SERVICES.map((service) => milliseconds(each(took[service]))),
      milliseconds(demand),
      (came.sent / SECONDS).toFixed(0),
      ms(0.5),
      ms(0.95),
    );
  }

  console.log(
    `\nWho asks takes ${milliseconds(asking)} ms of the same processors for each request, which the model counts in. ` +
      "The local Supabase is one process, and so a station of its own.\n",
  );
  row(
    "visitors",
    "requests a second: model",
    "measured",
    "milliseconds: model",
    "measured",
    "busy, model: Supabase's process",
    "the machine besides",
    "refused",
  );
  row(...Array(8).fill("---"));
  const stations = [
    { demand: supabase, processors: 1 },
    { demand: demand + asking - supabase, processors },
  ];
  const most = carried({ think: THINK, stations }, 0.8);
  for (const share of [0.1, 0.25, 0.5, 0.75, 1]) {
    const many = Math.max(1, Math.round(most * share));
    const said = expected({ think: THINK, stations, visitors: many });
    const seen = await visitors(many, all["what a reader asks for, mixed"] ?? [], ask);
    row(
      many,
      said.throughput.toFixed(0),
      seen.throughput.toFixed(0),
      milliseconds(said.response),
      milliseconds(seen.response),
      ...said.busy.map((busy) => `${(busy * 100).toFixed(0)} %`),
      seen.refused,
    );
  }

  const elsewhere = { think: 3, stations: [{ demand: demand - supabase, processors }] };
  console.log(
    `\nWith Supabase elsewhere, at 70 %: ${((0.7 * processors) / (demand - supabase)).toFixed(0)} requests a second, ` +
      `${carried(elsewhere, 0.7)} visitors who ask every three seconds.\n`,
  );

  const { came, took } = await during(facts, () => books(ask, BOOKS));
  const { pages, original, pictures } = came;
  console.log(
    `${BOOKS} books, ${pages} pages, in ${came.took.toFixed(1)} s; of a processor, for each page: api ${milliseconds((took.api ?? 0) / pages)} ms, ` +
      `supabase ${milliseconds((took.supabase ?? 0) / pages)} ms. A book keeps ${(original / 1e6).toFixed(2)} MB as it came and ` +
      `${((pictures * BOOKS) / pages / 1e6).toFixed(3)} MB for each page.`,
  );
} finally {
  await stop();
}
