import { isIP } from "node:net";
import { domainToASCII } from "node:url";

/** Why a name gets no certificate, and how to tell. The first reason counts. */
type Rules = readonly (readonly [is: (name: string) => boolean, reason: string])[];

/** Of what was written: what follows would read an address or an escape into it. */
const WRITTEN: Rules = [
  [(name) => name.includes("*"), "is a wildcard, which HTTP-01 cannot prove"],
  [(name) => isIP(name.replace(/^\[|\]$/g, "")) !== 0, "is an address"],
  [(name) => name.startsWith("."), "begins with a dot"],
  [(name) => name.includes("_"), "has an underscore"],
  [(name) => /[^a-z0-9.\-\u{80}-\u{10ffff}]/iu.test(name), "has a character that no name has"],
];

const ENCODED: Rules = [
  [(name) => name === "", "is no name"],
  [(name) => name.length > 253, "is longer than 253 characters"],
  [(name) => name.split(".").some((label) => label.length > 63), "has a part longer than 63 characters"],
  [(name) => !name.split(".").every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label)), "is no name"],
  [(name) => /(^|\.)(\d+|0x[0-9a-f]*)$/.test(name), "is an address"],
  [(name) => !name.includes("."), "has no dot, and so is nobody's in public"],
];

/** As many as Let's Encrypt puts into one certificate: https://letsencrypt.org/docs/rate-limits/ */
const MOST = 100;

/**
 * Reads the names that a certificate is wanted for.
 *
 * @param text names, separated by commas or white space, in any alphabet and case
 * @returns the names as certificates have them, each once; none where there is none
 * @throws Error that says of each name that can have no certificate why
 */
export function readNames(text: string): string[] {
  const written = text.split(/[\s,]+/).filter(Boolean);
  const refused = written.flatMap((name) => {
    const reason = broken(WRITTEN, name) ?? broken(ENCODED, encode(name));
    return reason ? [`${JSON.stringify(name.slice(0, 80))} ${reason}`] : [];
  });
  if (refused.length > 0) throw new Error(refused.join(", "));
  const names = [...new Set(written.map(encode))];
  if (names.length > MOST) throw new Error(`it has ${names.length} names, and a certificate at most ${MOST}`);
  return names;
}

const broken = (rules: Rules, name: string): string | undefined => rules.find(([is]) => is(name))?.[1];

/** Punycode, lower case, and without the root's dot. */
const encode = (name: string): string => domainToASCII(name).replace(/\.$/, "");
