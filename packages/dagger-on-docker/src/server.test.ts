import { expect, test } from "vitest";
import { answerQuery } from "./server.ts";
import type { Session } from "./session.ts";

const ask = (query: string) => answerQuery({} as Session, { query });

test.each([
  ["{container{chown}}", "Container.chown"],
  ['{host{directory(path: "/", noCache: true){id}}}', "Host.directory(noCache)"],
  ['{node(id: "x"){... on Changeset{id}}}', "Changeset.id"],
])("what is not served is named, with what to type instead: %s", async (query, name) => {
  expect(await ask(query)).toEqual({
    errors: [
      {
        message:
          `${name} is not served on Docker alone: it needs a Dagger engine. Where one can be had, type the same with ` +
          "FLIPDOCS_ENGINE=dagger; here, a command of withExec can do it, or what `daggerw core --help` lists",
      },
    ],
  });
});

test("other mistakes are told in GraphQL's words", async () => {
  expect(await ask("{container{from{id}}}")).toEqual({
    errors: [{ message: 'Field "from" argument "address" of type "String!" is required, but it was not provided.' }],
  });
});
