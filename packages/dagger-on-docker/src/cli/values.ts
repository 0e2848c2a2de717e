/** A whole number, in the notations Go takes. */
export function integer(text: string): number {
  const value = /^[+-]?(\d[\d_]*|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(text)
    ? Number(text.replaceAll("_", ""))
    : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** A number. */
export function float(text: string): number {
  const value = text.trim() ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** A switch's value, in the spellings Go takes. */
export function bool(text: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** `8080:80`: a port here, a port there. */
export function portForward(text: string): { frontend: number; backend: number } {
  if (!text) throw new Error("portForward setting cannot be empty");
  const [, frontend, backend] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (!frontend || !backend)
    throw new Error(`portForward setting not in the form of frontend:backend: ${JSON.stringify(text)}`);
  return { frontend: Number(frontend), backend: Number(backend) };
}

/** The fields of one line of comma separated values; quotes around a whole field keep its commas. */
export function csv(line: string): string[] {
  if (!line) return [];
  const fields: string[] = [];
  const field = /("(?:[^"]|"")*"|[^",]*)(,|$)/gy;
  for (let found = field.exec(line); found; found = field.exec(line)) {
    const [, text = "", end] = found;
    fields.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (end === "") return fields;
  }
  throw new Error(`parse error: a quote inside a field in ${JSON.stringify(line)}`);
}
