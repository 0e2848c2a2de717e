import type { z } from "zod";
import type { createApp } from "../app.ts";
import type { operations } from "./operations.ts";

/** What each route answers, as its code has it: Elysia's own list, in which each part of a path is a step down. */
type Routes = ReturnType<typeof createApp>["~Routes"];

type Steps<R, Path> = Path extends `${infer Step}/${infer Rest}`
  ? Steps<Step extends keyof R ? R[Step] : never, Rest>
  : Path extends ""
    ? R
    : Path extends keyof R
      ? R[Path]
      : never;

type Answered<Key> = Key extends `${infer Method} /${infer Path}`
  ? Steps<Routes, Path> extends { [M in Lowercase<Method>]: { response: infer Answers } }
    ? Answers extends { 200: infer Answer }
      ? Answer
      : undefined
    : "is not there"
  : never;

/** What the document says of its answers. */
type Told<Key extends keyof typeof operations> = {
  [Status in keyof (typeof operations)[Key]["answers"]]: (typeof operations)[Key]["answers"][Status] extends {
    has: infer Shape extends z.ZodType;
  }
    ? z.infer<Shape>
    : undefined;
}[keyof (typeof operations)[Key]["answers"]];

/** The operations of which something else is told than what their routes answer; files and forms are no shapes. */
type Wrong = {
  [Key in keyof typeof operations]: [Answered<Key>] extends [Told<Key> | Response] ? never : Key;
}[keyof typeof operations];

/** There are none: where there is one, this is an error that names it. */
export const wrong: Record<Wrong, never> = {};
