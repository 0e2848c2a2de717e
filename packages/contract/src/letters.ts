import { z } from "zod";

/**
 * One to `most` letters, counted as Postgres counts them: one beyond the first 65,536, such as an emoji, is one, and not two
 * as a string's `length` has it.
 */
export const letters = (most: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Array.from(text).length <= most, `has more than ${most} letters`)
    // So does JSON Schema count.
    .meta({ maxLength: most });
