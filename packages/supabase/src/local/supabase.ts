import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CODE_DIGITS, RECOVERY } from "../mails.ts";
import { readMigrations } from "../migrations.ts";
import { App, createPgliteConnection } from "./lite.ts";
import { createMailbox } from "./mailbox.ts";
import { ObjectFiles } from "./objects.ts";
import { createSchema } from "./schema.ts";
import { sqlHandler } from "./sql.ts";
import { mendStorage } from "./storage-mends.ts";

/** A Supabase of one's own: a request handler, one for SQL, one for mails, a check of the database, and an end. */
export type LocalSupabase = {
  fetch: (request: Request) => Promise<Response>;
  sql: (request: Request) => Promise<Response>;
  mails: (request: Request) => Response;
  check: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * The two API keys, where browsers see the site that mails lead to, and where the data lie; without a folder they last
 * as long as the process.
 */
export type LocalOptions = {
  publishableKey: string;
  secretKey: string;
  siteUrl?: string | undefined;
  dataDir?: string | undefined;
};

/**
 * Starts Supabase (auth, REST, storage) on Postgres in WebAssembly, with the product's migrations applied.
 *
 * @param options keys and the data folder
 * @returns the running Supabase; `close` it to flush the data
 */
export async function startLocalSupabase(options: LocalOptions): Promise<LocalSupabase> {
  const files = options.dataDir ?? (await mkdtemp(join(tmpdir(), "supabase-")));
  await mkdir(files, { recursive: true });
  const database = await createPgliteConnection(options.dataDir ? { url: join(files, "postgres") } : {});
  // Tokens must outlive a restart, and the secret key is the one secret that does.
  const jwtSecret = createHash("sha256").update(`jwt:${options.secretKey}`).digest("hex");
  const mailbox = createMailbox(options.secretKey);
  const app = new App({
    connection: database,
    auth: {
      enabled: true,
      jwt_secret: jwtSecret,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      ...(options.siteUrl && { site_url: options.siteUrl }),
      email: { otp_length: CODE_DIGITS, template: { recovery: RECOVERY } },
    },
    storage: { enabled: true },
    options: { server: { admin: false, disableStudio: true }, drivers: { email: mailbox } },
  });
  app._storageAdapter = new ObjectFiles(join(files, "objects"));
  const close = async () => {
    await database.close();
    if (!options.dataDir) await rm(files, { recursive: true, force: true });
  };
  try {
    await createSchema(database, () => app.ensureSystemSchema(), await readMigrations());
  } catch (error) {
    await close();
    throw error;
  }
  return {
    fetch: mendStorage((request) => app.fetch(request)),
    sql: sqlHandler(database, options.secretKey),
    mails: mailbox.answer,
    check: async () => void (await database.driver.query("select 1 from public.books limit 1")),
    close,
  };
}
