import { z } from "zod";

/** A mail as it would have been sent. */
export const Mail = z.object({ to: z.string(), subject: z.string(), html: z.string().default("") });
export type Mail = z.infer<typeof Mail>;

const MOST_MAILS = 100;

const LINK = /href="([^"]+)"/;

/** @returns the address that a mail's first link leads to, if it has one */
export const linkIn = ({ html }: Pick<Mail, "html">): string | undefined => LINK.exec(html)?.[1];

/** All mail of the local Supabase: it goes nowhere, and is told and kept instead. */
export type Mailbox = {
  /** Takes a mail that would have been sent. */
  send: (mail: { to: string; subject: string; html?: string }) => Promise<void>;
  /** Answers with the latest mails, the last one first, whoever has the secret key. */
  answer: (request: Request) => Response;
};

/**
 * Makes the mailbox, empty.
 *
 * @param secretKey what a request has to bring as its bearer token
 * @param tell takes a line for the log: on a laptop that is where a person finds the link
 * @returns the mailbox
 */
export function createMailbox(secretKey: string, tell: (line: string) => void = console.log): Mailbox {
  let mails: Mail[] = [];
  return {
    send: async (sent) => {
      const mail = Mail.parse(sent);
      mails = [mail, ...mails].slice(0, MOST_MAILS);
      const { to, subject } = mail;
      tell(JSON.stringify({ level: "info", message: "mail, not sent from here", to, subject, link: linkIn(mail) }));
    },
    answer: (request) =>
      request.headers.get("authorization") === `Bearer ${secretKey}`
        ? Response.json({ mails })
        : new Response(null, { status: 401 }),
  };
}
