/** What is no end of a statement although a semicolon may be in it: quoted text, dollar-quoted text, comments. */
const WHOLE = [
  // Only with an E before it does a backslash mean something.
  /e'(?:[^'\\]|''|\\[\s\S])*'/iy,
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /\$(\w*)\$[\s\S]*?\$\1\$/y,
  /--[^\n]*/y,
  /begin\s+atomic\b[\s\S]*?\bend\b/iy,
] as const;

/**
 * Splits SQL into its statements, as Supabase's CLI keeps them: without the semicolons, with the comments before each.
 *
 * @param sql of a migration
 */
export function statements(sql: string): string[] {
  const all: string[] = [];
  let start = 0;
  let at = 0;
  const end = () => {
    const text = sql.slice(start, at).trim();
    if (text) all.push(text);
    start = at + 1;
  };
  while (at < sql.length) {
    const skipped = whole(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (sql[at] === ";") end();
    at++;
  }
  end();
  return all;
}

/** Where what begins here, and is to be taken as a whole, ends; `at` itself where nothing does. */
function whole(sql: string, at: number): number {
  if (sql.startsWith("/*", at)) return endOfComment(sql, at);
  // A word may hold what would begin one: an identifier with a dollar, and `begin` in another word.
  if (/\w/.test(sql[at - 1] ?? "") && /[\w$]/.test(sql[at] ?? "")) return at;
  for (const pattern of WHOLE) {
    pattern.lastIndex = at;
    if (pattern.test(sql)) return pattern.lastIndex;
  }
  return at;
}

/** Comments of this kind hold others. */
function endOfComment(sql: string, at: number): number {
  let depth = 0;
  for (let end = at; end < sql.length; end++) {
    const two = sql.slice(end, end + 2);
    if (two === "/*") depth++;
    if (two === "*/") depth--;
    if (two === "/*" || two === "*/") end++;
    if (depth === 0) return end + 1;
  }
  return sql.length;
}
