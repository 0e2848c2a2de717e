import type { z } from "zod";

const WORDS: Record<string, string> = {
  email: "This is not an email address: it should look like you@example.org.",
  password: "A password has 8 to 72 characters; letters such as é or 漢 count as two or three.",
};

/** What is wrong with what was typed, one sentence a field, for people. */
export function credentialsProblem(error: z.ZodError): string {
  const fields = new Set(error.issues.map((issue) => String(issue.path[0])));
  return [...fields].map((field) => WORDS[field] ?? "").join(" ");
}
