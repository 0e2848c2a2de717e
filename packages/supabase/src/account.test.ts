import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBook, startTestSupabase, type TestSupabase } from "./people.ts";

let testing: TestSupabase;
beforeAll(async () => {
  testing = await startTestSupabase();
});
afterAll(() => testing?.supabase.close());

test("a person deletes themselves with all rows they have, and nobody else", async () => {
  const [ada, eve] = await Promise.all([testing.signUp("ada"), testing.signUp("eve")]);
  const [hers, others] = [
    await makeBook(testing.service, ada.id, "public"),
    await makeBook(testing.service, eve.id, "private"),
  ];
  for (const { client } of [ada, eve]) {
    await client.from("creations").insert({ key: "k", request: "r", made: hers.id }).throwOnError();
  }
  expect((await testing.anybody.rpc("delete_account")).data).not.toBe(true);
  expect((await ada.client.rpc("delete_account")).data).toBe(true);
  const left = async (book: string, person: string) => {
    const rows = await Promise.all([
      testing.service.from("books").select("id").eq("id", book),
      testing.service.from("pages").select("number").eq("book_id", book),
      testing.service.from("profiles").select("id").eq("id", person),
      testing.service.from("creations").select("key").eq("owner", person),
    ]);
    return rows.map(({ data }) => data?.length);
  };
  expect(await left(hers.id, ada.id)).toEqual([0, 0, 0, 0]);
  expect(await left(others.id, eve.id)).toEqual([1, 1, 1, 1]);
  const password = "a long password";
  const again = await testing.anybody.auth.signInWithPassword({ email: "ada@flipdocs.test", password });
  expect(again.error?.code).toBe("invalid_credentials");
});
