import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeBook, type Person, startTestSupabase, type TestSupabase } from "./people.ts";

let testing: TestSupabase;
let ada: Person;
let eve: Person;
let secret: { id: string; image: string };
let open: { id: string; image: string };

beforeAll(async () => {
  testing = await startTestSupabase();
  ada = await testing.signUp("ada");
  eve = await testing.signUp("eve");
  secret = await makeBook(testing.service, ada.id, "private");
  open = await makeBook(testing.service, ada.id, "public");
});

afterAll(() => testing.supabase.close());

const title = async (book: string) =>
  (await testing.service.from("books").select("title").eq("id", book).single().throwOnError()).data.title;

describe("a private book", () => {
  test("is read by its owner", async () => {
    const { data } = await ada.client.from("pages").select("number").eq("book_id", secret.id);
    expect(data).toEqual([{ number: 1 }]);
  });

  test("shows itself and its pages to nobody else", async () => {
    for (const client of [eve.client, testing.anybody]) {
      expect((await client.from("books").select().eq("id", secret.id)).data).toEqual([]);
      expect((await client.from("pages").select().eq("book_id", secret.id)).data).toEqual([]);
    }
  });

  test("is not found by another's search", async () => {
    const search = { book: secret.id, typed: "turning" };
    expect((await eve.client.rpc("find_in_book", search)).data).toEqual({ places: 0, pages: 0, hits: [] });
    expect((await ada.client.rpc("find_in_book", search)).data).toMatchObject({ places: 1, pages: 1 });
  });

  test("keeps its image from others", async () => {
    for (const client of [eve.client, testing.anybody]) {
      expect((await client.storage.from("pages").download(secret.image)).data).toBeNull();
    }
    expect((await ada.client.storage.from("pages").download(secret.image)).data?.size).toBe(2);
  });

  test("stays private under concurrent requests of its owner and others", async () => {
    const counts = await Promise.all(
      Array.from({ length: 60 }, async (_, turn) => {
        const client = turn % 2 ? ada.client : eve.client;
        return (await client.from("books").select("id").eq("id", secret.id)).data?.length;
      }),
    );
    expect(counts).toEqual(counts.map((_, turn) => turn % 2));
  });
});

describe.each(["private", "public"] as const)("a %s book of another", (visibility) => {
  const book = () => (visibility === "private" ? secret : open);

  test("cannot be changed", async () => {
    await eve.client.from("books").update({ title: "Eve's" }).eq("id", book().id);
    expect(await title(book().id)).toBe("A book");
  });

  test("cannot be taken over by an upsert", async () => {
    const { error } = await eve.client.from("books").upsert({ id: book().id, title: "Eve's", owner: eve.id });
    expect(error?.code).toBe("42501");
    expect(await title(book().id)).toBe("A book");
  });

  test("cannot be deleted", async () => {
    await eve.client.from("books").delete().eq("id", book().id);
    expect(await title(book().id)).toBe("A book");
  });

  test("takes no pages", async () => {
    const page = { book_id: book().id, width: 1, height: 1, digest: "e", words: [], content: "Eve was here" };
    const added = await eve.client.from("pages").insert({ ...page, number: 2 });
    const replaced = await eve.client.from("pages").upsert({ ...page, number: 1 });
    expect([added.error?.code, replaced.error?.code]).toEqual(["42501", "42501"]);
  });

  test("takes no files, with or without upsert", async () => {
    const files = eve.client.storage.from("pages");
    const image = { contentType: "image/jpeg" };
    const added = await files.upload(`${ada.id}/${book().id}/2.jpg`, new Uint8Array(1), image);
    const replaced = await files.upload(book().image, new Uint8Array(1), { ...image, upsert: true });
    expect([added.data, replaced.data]).toEqual([null, null]);
    expect((await ada.client.storage.from("pages").download(book().image)).data?.size).toBe(2);
  });

  test("keeps its files when others remove or move them", async () => {
    const files = eve.client.storage.from("pages");
    await files.remove([book().image]);
    await files.move(book().image, `${eve.id}/${book().id}/1.jpg`);
    expect((await ada.client.storage.from("pages").download(book().image)).data?.size).toBe(2);
  });
});

test("a public book, its pages and its files are read by anybody", async () => {
  const pages = await testing.anybody.from("pages").select("number").eq("book_id", open.id);
  const image = await testing.anybody.storage.from("pages").download(open.image);
  expect(pages.data).toEqual([{ number: 1 }]);
  expect(image.data?.type).toBe("image/jpeg");
});

test("nobody makes a book in another's name", async () => {
  const { error } = await eve.client.from("books").insert({ title: "A forgery", owner: ada.id });
  expect(error?.code).toBe("42501");
});

test("a book becomes its maker's without saying so", async () => {
  const { data } = await eve.client.from("books").insert({ title: "Mine" }).select("owner").single();
  expect(data?.owner).toBe(eve.id);
});

test("a profile is made with the account and read by its owner alone", async () => {
  expect((await ada.client.from("profiles").select("id")).data).toEqual([{ id: ada.id }]);
  expect((await testing.anybody.from("profiles").select("id")).data).toEqual([]);
});
