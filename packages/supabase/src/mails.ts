import { fileURLToPath } from "node:url";

/**
 * The mail that a forgotten password is answered with, as Supabase's own settings want it. Its link leads to a page of
 * ours: Supabase's own link is used up by whatever opens it, and brings its tokens where no server sees them.
 */
export const RECOVERY = {
  subject: "A new password for FlipDocs",
  // The bundle lies in dist/bin and its mails in dist/mails: one folder up, as from here.
  content_path: fileURLToPath(new URL("../mails/recovery.html", import.meta.url)),
};

/** How many digits the code in a mail has: its hash is the link's, and with six it could be guessed. */
export const CODE_DIGITS = 10;
