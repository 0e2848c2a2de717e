import { z } from "zod";

/** The cookie that has a reset link's token from its page to the API: so no address has it, but the link itself. */
export const RESET_COOKIE = "__Host-reset";

/** As long as Supabase takes the token, in seconds. */
export const RESET_SECONDS = 60 * 60;

/** What stands in a reset link: the hash of a code, as Supabase writes it. */
export const ResetToken = z.string().regex(/^[\w-]{20,128}$/);
