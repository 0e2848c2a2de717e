import type { Settings } from "./kinds/kind.js";

/** What images are called before their app's name, in a registry and among caches. */
export const project = "flipdocs";

/** The folders whose folders are workspaces, as the manifest of the repository has them. */
export const workspaceFolders = ["apps", "packages"];

/**
 * Every app of the monorepo that becomes an image. A new one is a line here, its functions in index.ts if it is to have
 * some of its own, and its service and routes in compose/ and nginx/; `bun dagger/scripts/write-shares.ts` then finds
 * out what of the repository it is made of.
 */
export const apps = {
  web: {
    kind: "next",
    folder: "apps/web",
    user: "nextjs",
    port: 3000,
    version: "/version",
    env: { NODE_ENV: "production", HOSTNAME: "0.0.0.0" },
  },
  api: {
    kind: "bun",
    folder: "apps/api",
    user: "elysiajs",
    port: 3001,
    version: "/api/health",
    env: { NODE_ENV: "production" },
    // Native or WebAssembly packages, fonts, and what they need; without sharp's binaries for other C libraries than the
    // image's, and without fonts that are not regular.
    modules: ["sharp", "@img", "detect-libc", "semver", "@embedpdf"],
    needless: ["@img/*musl*", "@embedpdf/fonts-*/fonts/*[!r].otf"],
    chunks: true,
  },
  // Keeps the proxy's certificate current. It runs as the proxy's user, so that nobody else need be able to read the key.
  acme: {
    kind: "bun",
    folder: "apps/acme",
    user: "acme",
    id: 101,
    port: 8888,
    volumes: ["/tls", "/acme"],
  },
  // The local Supabase for development and tests: the real migrations and row-level security on PGlite.
  supabase: {
    kind: "bun",
    folder: "packages/supabase",
    user: "supabase",
    port: 54321,
    env: { LITE_TELEMETRY: "0" },
    modules: ["@electric-sql/pglite"],
    local: true,
    build: "build:local",
    programs: { serve: "dist/bin/serve.js", healthcheck: "dist/bin/healthcheck.js" },
    tools: true,
    volumes: ["/data"],
  },
} as const satisfies Readonly<Record<string, Settings>>;

export type AppName = keyof typeof apps;

/** A name that no app of the table has. */
export class NotAnApp extends Error {
  override name = "NotAnApp";
}

/**
 * Reads an app's name.
 *
 * @throws NotAnApp
 */
export function parseApp(name: string): AppName {
  if (Object.hasOwn(apps, name)) return name as AppName;
  throw new NotAnApp(`There is no app ${name}.\nSay one of ${Object.keys(apps).join(", ")}.`);
}

export const settingsOf = (name: AppName): Settings => apps[name];

/** What a release is made of, beside proxy and Redis. */
export const released = (Object.keys(apps) as AppName[]).filter((name) => !settingsOf(name).local);
