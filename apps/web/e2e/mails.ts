import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { environment } from "./environment.ts";

const Mails = z.object({ mails: z.array(z.object({ to: z.string(), html: z.string() })) });

/** Waits for the mail to an address, which the local Supabase keeps instead of sending it; gives its link's path. */
export async function pathInMail(to: string): Promise<string> {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = environment;
  const headers = { authorization: `Bearer ${SUPABASE_SECRET_KEY}` };
  for (;;) {
    const { mails } = Mails.parse(await (await fetch(`${SUPABASE_URL}/mails`, { headers })).json());
    const link = /href="([^"]+)"/.exec(mails.find((mail) => mail.to === to)?.html ?? "")?.[1];
    if (link) return new URL(link).pathname;
    await sleep(200);
  }
}
