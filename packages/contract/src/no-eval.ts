import { z } from "zod";

// Before any shape is made: zod looks whether it may write programs, and a page's policy reports that it may not. On a server
// it may.
if ("document" in globalThis) z.config({ jitless: true });
