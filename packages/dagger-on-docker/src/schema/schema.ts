import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";

/** The served part of the engine's API; schema.test.ts compares it with the whole. */
export const schema = buildSchema(readFileSync(new URL("./schema.graphql", import.meta.url), "utf8"), {
  assumeValidSDL: true,
});
