import { readFileSync } from "node:fs";
import { type GraphQLArgument, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { fields } from "../api/index.ts";
import { schema } from "./schema.ts";

const engine = new Map(
  readFileSync(new URL("./engine-v0.21.8.txt", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [, name = "", args = "", type = ""] = /^([\w.]+)(?:\((.*)\))?(?:: (.*))?$/.exec(line) ?? [];
      return [
        name,
        {
          args: new Map(
            args.split(/, (?=\w+: )/).map((arg) => [arg.slice(0, arg.indexOf(":")), arg.slice(arg.indexOf(":") + 2)]),
          ),
          type,
        },
      ];
    }),
);
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
const written = ({ type, astNode }: GraphQLArgument): string => {
  const given = astNode?.defaultValue?.loc;
  return given ? `${type} = ${given.source.body.slice(given.start, given.end)}` : String(type);
};

test("every field that is served exists in the engine, with the same type and arguments", () => {
  for (const type of types.filter((named) => isObjectType(named) || isInterfaceType(named))) {
    for (const field of Object.values(type.getFields())) {
      const real = engine.get(`${type.name}.${field.name}`);
      expect(real?.type, `${type.name}.${field.name}`).toBe(String(field.type));
      for (const arg of field.args)
        expect(real?.args.get(arg.name), `${type.name}.${field.name}(${arg.name})`).toBe(written(arg));
    }
  }
});

test("every value and input field that is served exists in the engine", () => {
  for (const type of types) {
    if (isEnumType(type))
      for (const { name } of type.getValues()) expect([...engine.keys()]).toContain(`${type.name}.${name}`);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        expect(engine.get(`${type.name}.${field.name}`)?.type).toMatch(
          new RegExp(`^${String(field.type)}`.replace("!", "!?")),
        );
    }
  }
});

test("every field of the schema is computed, and every computed field is in the schema", () => {
  const answeredByAll = ["id", "node", "sync"];
  for (const type of types.filter(isObjectType)) {
    const served = Object.keys(type.getFields()).filter(
      (name) => !answeredByAll.includes(name) && !/^load\w+FromID$/.test(name),
    );
    const computed = Object.keys(fields[type.name] ?? {}).filter((name) => !answeredByAll.includes(name));
    expect(computed.sort(), type.name).toEqual(served.sort());
  }
});
