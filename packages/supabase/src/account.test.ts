import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { linkIn, Mail } from "./local/mailbox.ts";
import { RECOVERY } from "./mails.ts";
import { KEYS, makeBook, startTestSupabase, type TestSupabase } from "./people.ts";

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

test("a forgotten password is answered with a mail, whose link is for a page of ours and good once", async () => {
  await testing.signUp("grace");
  const { auth } = testing.anybody;
  const email = "grace@flipdocs.test";
  expect((await auth.resetPasswordForEmail(email)).error).toBeNull();
  expect((await auth.resetPasswordForEmail("nobody@flipdocs.test")).error).toBeNull();
  const authorization = `Bearer ${KEYS.secretKey}`;
  const asked = testing.supabase.mails(new Request("http://supabase.test/mails", { headers: { authorization } }));
  const { mails } = z.object({ mails: z.array(Mail) }).parse(await asked.json());
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual([[email, RECOVERY.subject]]);
  const [, token_hash = ""] =
    /^http:\/\/[^/]+\/reset\/([0-9a-f]{56,64})$/.exec(linkIn(mails[0] ?? { html: "" }) ?? "") ?? [];
  const first = await auth.verifyOtp({ type: "recovery", token_hash });
  expect(first.data.user?.email).toBe(email);
  const second = await auth.verifyOtp({ type: "recovery", token_hash });
  expect(second.error?.code).toBe("otp_expired");
});
