import { expect } from "vitest";
import { z } from "zod";
import { givenServices } from "./services.ts";

const Mails = z.object({ mails: z.array(z.object({ to: z.string(), html: z.string() })) });
const LINK = /href="https?:\/\/[^/]+\/reset\/([^"]+)"/;

/** @returns the tokens of the reset links that the local Supabase has sent to an address, the last one first */
export async function resetTokens(email: string): Promise<string[]> {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
  const headers = { authorization: `Bearer ${SUPABASE_SECRET_KEY}` };
  const { mails } = Mails.parse(await (await fetch(`${SUPABASE_URL}/mails`, { headers })).json());
  return mails.filter(({ to }) => to === email).map(({ html }) => LINK.exec(html)?.[1] ?? "");
}

/** Waits for the mail with a reset link: nobody's answer does. */
export async function resetToken(email: string): Promise<string> {
  await expect.poll(() => resetTokens(email), { timeout: 20_000 }).toHaveLength(1);
  return (await resetTokens(email))[0] ?? "";
}
