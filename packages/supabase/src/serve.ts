import { readLocalEnv } from "./local/env.ts";
import { inPostgresWords } from "./local/sql.ts";
import { startLocalSupabase } from "./local/supabase.ts";

const env = readLocalEnv(process.env);
const supabase = await startLocalSupabase({
  publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
  secretKey: env.SUPABASE_SECRET_KEY,
  siteUrl: env.SITE_URL,
  dataDir: env.DATA_DIR,
}).catch((error: Error) => {
  // Bun would show the line of PGlite that threw, which is the whole of it.
  console.error(error.cause ? `${error.message}\n${inPostgresWords(error.cause)}` : error);
  process.exit(1);
});

async function health(): Promise<Response> {
  try {
    await supabase.check();
    return Response.json({ status: "ok" });
  } catch (error) {
    console.error(JSON.stringify({ level: "error", message: "database does not answer", error: String(error) }));
    return Response.json({ status: "failing", detail: "The database does not answer." }, { status: 503 });
  }
}

const server = Bun.serve({
  port: env.PORT,
  hostname: env.HOST,
  maxRequestBodySize: 64 * 1024 * 1024,
  routes: { "/health": health, "/sql": { POST: supabase.sql }, "/mails": supabase.mails },
  fetch: supabase.fetch,
});
console.log(JSON.stringify({ level: "info", message: "local Supabase ready", port: server.port }));

async function stop(): Promise<void> {
  await server.stop();
  await supabase.close();
  process.exit(0);
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
