import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SAMPLE, signUp, type Visitor } from "../../apps/api/test/visitor.ts";
import { openBrowser } from "../../testing/browser.ts";
import { shown } from "./shown.ts";
import { type WorkingCopy, workingCopy } from "./working-copy.ts";

let copy: WorkingCopy;
let site: string;
let api: string;

beforeAll(async () => {
  copy = await workingCopy();
  const output = await copy.dev();
  // On a busy machine web's log is told before, with another address in it.
  site = /^dev: (http:\/\/localhost:\d+)$/m.exec(output)?.[1] ?? `no address in: ${output}`;
  api = await copy.address("api", 3001);
});
afterAll(() => copy?.remove());

const json = async (path: string): Promise<unknown> => (await fetch(`${site}/api${path}`)).json();
const landing = async (): Promise<string> => (await fetch(site)).text();

test("one command starts everything, with the sample book in it", async () => {
  await vi.waitFor(async () => expect(await landing()).toContain('id="samples"'), 60_000);
});

describe("an edit shows without a restart", () => {
  test("of apps/api, through the proxy", async () => {
    const edit = () => copy.edit("apps/api/src/health/routes.ts", 'status: "ok"', 'status: "edited"');
    const look = async () => JSON.stringify(await json("/health")).includes('"status":"edited"');
    expect(await shown("apps/api", edit, look)).toBe(true);
  });

  test("of apps/web, in a browser that stays where it is", async () => {
    const { browser, close } = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${site}/sign-in`);
      // Typed before, and still there after: the page was not loaded again.
      await page.getByLabel("Email").fill("typed@before.test");
      const edit = () => copy.edit("apps/web/src/session/masthead.tsx", "FlipDocs", "EditedDocs");
      const look = async () => (await page.locator("header").textContent())?.includes("EditedDocs") ?? false;
      expect(await shown("apps/web", edit, look)).toBe(true);
      expect(await page.getByLabel("Email").inputValue()).toBe("typed@before.test");
    } finally {
      await close();
    }
  });

  test("of packages/contract, in the API and in the web app", async () => {
    const signUpStatus = async () => {
      const body = JSON.stringify({ email: `${crypto.randomUUID()}@flipdocs.test`, password: "kq7#Zv2" });
      const headers = { "content-type": "application/json" };
      return (await fetch(`${api}/v1/auth/sign-up`, { method: "POST", headers, body })).status;
    };
    expect(await signUpStatus()).toBe(422);
    const shorter = () => copy.edit("packages/contract/src/index.ts", "min(8)", "min(6)");
    expect(await shown("packages/contract (API)", shorter, async () => (await signUpStatus()) === 201)).toBe(true);

    const title = "title: letters(200)";
    const louder = () => copy.edit("packages/contract/src/index.ts", title, `${title}.transform((it) => it + "!!")`);
    const look = async () => (await landing()).includes("itself!!");
    expect(await shown("packages/contract (web)", louder, look)).toBe(true);
  });

  test.each([
    ["in place", "damaged", "in pieces"],
    ["by rename", "in pieces", "not whole"],
    ["by rename", "not whole", "torn"],
  ] as const)("of packages/book, written %s, in why a book cannot be made", async (how, before, after) => {
    // What was edited before starts the API again, at a moment that nothing tells.
    const reader: Visitor = await vi.waitFor(() => signUp(api), { timeout: 60_000, interval: 500 });
    const broken = async () => (await reader.makeBook(SAMPLE.subarray(0, 2000))).failure ?? "";
    expect(await broken()).toContain(before);
    const edit = () => copy.edit("packages/book/src/failure.ts", before, after, how);
    expect(await shown(`packages/book, ${how}`, edit, async () => (await broken()).includes(after))).toBe(true);
  });

  test.each([
    ["by rename", false, true],
    ["in place", true, false],
  ] as const)("of apps/web/next.config.ts, written %s", async (how, before, after) => {
    // Past the proxy, which takes this header away.
    const web = await copy.address("web", 3000);
    const powered = async () => (await fetch(web)).headers.has("x-powered-by");
    expect(await powered()).toBe(before);
    const setting = (on: boolean) => `poweredByHeader: ${on}`;
    const edit = () => copy.edit("apps/web/next.config.ts", setting(before), setting(after), how);
    expect(await shown(`next.config.ts, ${how}`, edit, async () => (await powered()) === after)).toBe(true);
  });

  test("of packages/supabase, in the API that imports it", async () => {
    const edit = () =>
      copy.edit(
        "packages/supabase/src/database.ts",
        "export const BUCKETS",
        "console.log('edited');\nexport const BUCKETS",
      );
    const look = async () => (await copy.dev("logs", "--follow=false", "api")).includes("edited");
    expect(await shown("packages/supabase", edit, look)).toBe(true);
  });
});

describe("one service", () => {
  const container = async (service: string) => (await copy.dev("ps", "--quiet", service)).trim();

  test("has its own log", async () => {
    const log = await copy.dev("logs", "--follow=false", "web");
    expect(log).toContain("Next.js");
    expect(log).not.toContain('"message":"listening"');
  });

  test("is rebuilt and replaced alone", async () => {
    const [web, other] = [await container("web"), await container("api")];
    await copy.dev("rebuild", "web");
    expect(await container("web")).not.toBe(web);
    expect(await container("api")).toBe(other);
    expect((await fetch(site)).status).toBe(200);
  });

  test.each(["rebuild", "logs", "restart"])("has to be one of ours: %s", async (command) => {
    await expect(copy.dev(command, "database")).rejects.toThrow("no service database: use web, api, supabase, proxy");
  });
});

const slow =
  "a debugger of the API, and one of the web app's server, can ask what it runs in (FLIPDOCS_SLOW=1: a minute)";
test.skipIf(!process.env.FLIPDOCS_SLOW)(slow, async () => {
  const ports = { FLIPDOCS_API_DEBUG_PORT: "0", FLIPDOCS_WEB_DEBUG_PORT: "0" };
  const said = await copy.devWith(ports, "debug");
  const [, ofApi, ofWeb] = /API: (\S+), path \/flipdocs; web: (\S+)/.exec(said) ?? [];
  expect(await evaluated(`ws://${ofApi}/flipdocs`, "Bun.version")).toMatch(/^\d+\.\d+/);
  const [target] = (await (await fetch(`http://${ofWeb}/json/list`)).json()) as { webSocketDebuggerUrl: string }[];
  const web = (target?.webSocketDebuggerUrl ?? "").replace(/\/\/[^/]*/, `//${ofWeb}`);
  expect(await evaluated(web, "process.title")).toMatch(/^next-server/);
});

/** What an expression comes to in a program that a debugger can reach. */
async function evaluated(address: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(address);
  try {
    return await new Promise((done, failed) => {
      for (const end of ["error", "close"])
        socket.addEventListener(end, () => failed(new Error(`no debugger answers at ${address}`)));
      socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } }));
      socket.onmessage = ({ data }) => {
        const { id, result } = JSON.parse(String(data)) as { id?: number; result?: { result?: { value?: unknown } } };
        if (id === 1) done(result?.result?.value);
      };
    });
  } finally {
    socket.close();
  }
}

test("the database answers SQL", async () => {
  expect(await copy.dev("sql", "select title from books where owner is null")).toContain("FlipDocs, a book");
  await expect(copy.dev("sql", "select 1 from nothing")).rejects.toThrow('relation "nothing" does not exist');
});

test("down leaves only the data, and up finds them again without building", async () => {
  await copy.dev(); // after what was edited in packages/supabase
  await copy.dev("down");
  expect((await copy.belongings()).map((name) => name.replace(/.*_/, "")).sort()).toEqual([
    "redis-data",
    "supabase-data",
    "web-cache",
  ]);
  const output = await copy.dev();
  expect(output).not.toContain("building");
  // On a busy machine web's log is told before, with another address in it.
  site = /^dev: (http:\/\/localhost:\d+)$/m.exec(output)?.[1] ?? `no address in: ${output}`;
  await vi.waitFor(async () => expect(await landing()).toContain('id="samples"'), 60_000);
});

test("down --volumes leaves nothing", async () => {
  await copy.dev("down", "--volumes");
  expect(await copy.belongings()).toEqual([]);
});
