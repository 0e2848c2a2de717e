import { type Fields, notServed } from "../graph.ts";
import type { Session } from "../session.ts";

/** What defines modules through the API: modules here are read by the SDK's introspection instead. */
const names: Readonly<Record<string, string>> = {
  Query: "currentModule currentFunctionCall module typeDef sourceMap error function",
  CurrentModule: "name",
  FunctionCall: "name parentName returnValue returnError",
  Error: "message withValue",
  Module: "withDescription withObject withEnum withInterface",
  TypeDef:
    "withKind withOptional withScalar withObject withInterface withEnum withListOf withField withFunction withConstructor withEnumMember",
  Function: "withDescription withSourceMap withCheck withUp withGenerator withDeprecated withCachePolicy withArg",
};

/** One clear error for each of them. */
export const moduleFields: Fields<Session> = Object.fromEntries(
  Object.entries(names).map(([type, fields]) => [
    type,
    Object.fromEntries(
      fields.split(" ").map((field) => [
        field,
        () => {
          throw notServed(type, field);
        },
      ]),
    ),
  ]),
);
