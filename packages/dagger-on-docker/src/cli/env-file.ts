/** The variables of a `.env` file in their order: what follows `=` as it is written, to be expanded when it is used. */
export type EnvFile = ReadonlyMap<string, string>;

/**
 * Reads a `.env` file as the engine does. A name that comes twice keeps its place and has its last value.
 *
 * @throws for the first line that is no assignment: a name with a dash, spaces round `=`
 */
export function parseEnvFile(text: string): EnvFile {
  const variables = new Map<string, string>();
  for (const line of text.split("\n").map((line) => line.trim().replace(/^export\s+/, ""))) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      const shown = line.includes("=") ? line : `${line}=`;
      throw new Error(`parse error: ${JSON.stringify(shown)}: not a bare assignment`);
    }
    variables.set(name, value);
  }
  return variables;
}

/**
 * The value of a variable: quotes taken away, and `$NAME`, `${NAME}` and `${NAME:-default}` replaced outside of single ones.
 * A comment stands behind a value in quotes only; a bare value keeps its spaces and its `#`.
 *
 * @param lookUp the other variables of the file, and those of the environment
 * @throws where one of them is not set, or a quote has no end
 */
export function expandValue(written: string, lookUp: (name: string) => string | undefined): string {
  const variable = (name: string, otherwise: string | undefined): string => {
    const value = lookUp(name) ?? otherwise;
    if (value === undefined) throw new Error(`${name}: unbound variable`);
    return value;
  };
  const dollars = (text: string): string =>
    text.replace(
      /\\([$"\\])|\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
      (_, escaped, bare, braced, otherwise) => escaped ?? variable(bare ?? braced, otherwise),
    );
  const value = /^(["'])/.test(written) ? written.replace(/^('[^']*'|"(?:[^"\\]|\\.)*")\s+#.*$/, "$1") : written;
  const pieces = value.match(/'[^']*'|"(?:[^"\\]|\\.)*"|(?:[^'"\\]|\\.)+|./g) ?? [];
  return pieces
    .map((piece) => {
      if (piece === '"' || piece === "'") throw new Error(`reached the end of the line without a closing ${piece}`);
      if (piece.startsWith("'")) return piece.slice(1, -1);
      return dollars(piece.startsWith('"') ? piece.slice(1, -1) : piece);
    })
    .join("");
}
