// Asks the local Supabase beside it: `bun sql.js 'select …'`, or the SQL on standard input.
import { type SqlResult, shown } from "./local/sql.ts";

const words = process.argv.slice(2).join(" ");
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 54321}/sql`, {
  method: "POST",
  headers: { authorization: `Bearer ${process.env.SUPABASE_SECRET_KEY}` },
  body: words || (await Bun.stdin.text()),
});
if (answer.ok) {
  const results = (await answer.json()) as SqlResult[];
  console.log(results.map(shown).join("\n"));
} else {
  console.error(await answer.text());
  process.exitCode = 1;
}
