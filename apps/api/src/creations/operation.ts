import { z } from "zod";
import type { Sent } from "../openapi/operation.ts";
import type { Kind } from "../problems/problem.ts";

/** What can be sent along, so that asking again makes no second one. */
export const KEY: Sent = {
  in: "header",
  name: "Idempotency-Key",
  schema: z.string().min(1).max(200),
  description: "Yours to choose, one for each thing to make. For a day, the same request gets the same answer",
};

/** What can go wrong with one. */
export const KEY_PROBLEMS = ["key-reused", "key-under-way"] as const satisfies readonly Kind[];
