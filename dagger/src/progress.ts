/** What the module's runtime has, whichever it is; its types would bring all of Node's. */
declare const console: { log(line: string): void };

/** Says a line at once, on a terminal, in a plain log, and in CI. No secret may be in it: here nothing masks them. */
export function say(who: string, what: string): void {
  console.log(`${who.padEnd(9)} ${what}`);
}
