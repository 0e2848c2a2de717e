import { z } from "zod";

/** What a browser test needs to know; wrong values fail before the browser starts. */
export const environment = z
  .object({
    /** The site under test, e.g. `http://proxy:8080`; the configuration takes it from BASE_URL. */
    SITE_URL: z.url({ protocol: /^http$/ }),
    /** The site's local Supabase, which has the mails, and the key that opens them. */
    SUPABASE_URL: z.url({ protocol: /^http$/ }).default("http://localhost:54321"),
    SUPABASE_SECRET_KEY: z.string().default("sb_secret_local_only"),
    /** Without it, Playwright looks where its own image has the browser. */
    CHROMIUM_PATH: z.string().optional(),
    /** Where to leave a picture of the reader; none is taken without it. */
    SCREENSHOT_DIR: z.string().optional(),
  })
  .parse(process.env);
