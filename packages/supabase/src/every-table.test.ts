import { afterAll, describe, expect, test } from "vitest";
import {
  type Belongings,
  BUCKETS_TRIED,
  FILE,
  OTHER,
  type Row,
  settle,
  TABLES,
  untyped,
  type Verb,
} from "./every-table.fixture.ts";
import { KEYS, startTestSupabase } from "./people.ts";

const testing = await startTestSupabase();
afterAll(() => testing.supabase.close());

/** Asks the database itself, as its owner. */
async function sql(text: string): Promise<Row[]> {
  const headers = { authorization: `Bearer ${KEYS.secretKey}` };
  const answer = await testing.supabase.sql(new Request("http://sql.test", { method: "POST", headers, body: text }));
  const [result] = (await answer.json()) as { rows: Row[] }[];
  return result?.rows ?? [];
}

const relations = await sql(`select relname, relkind, relrowsecurity from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by relname`);
const buckets = await sql("select id, public, allowed_mime_types[1] as kind from storage.buckets order by id");
const made = await sql(`select table_name, column_name from information_schema.columns
  where table_schema = 'public' and is_generated = 'ALWAYS'`);
/** Whether the database makes this column itself: then it cannot be sent. */
const isMade = (table: string, column: string): boolean =>
  made.some(({ table_name, column_name }) => table_name === table && column_name === column);
const kinds = new Map(buckets.map(({ id, kind }) => [String(id), String(kind ?? "application/octet-stream")]));
const service = untyped(testing.service);

const ada = await settle(testing, "ada", kinds);
const eve = await settle(testing, "eve", kinds);
const OTHERS = [
  ["another person", untyped(eve.person.client)],
  ["nobody in particular", untyped(testing.anybody)],
] as const;

test("claim 44: every table and bucket of the database is tried below, and none is without row-level security", async () => {
  expect(relations.map(({ relname }) => relname)).toEqual(Object.keys(TABLES));
  expect(buckets.map(({ id }) => id)).toEqual(BUCKETS_TRIED);
  const guarded = relations.map(({ relname, relkind, relrowsecurity }) => [relname, relkind, relrowsecurity]);
  expect(guarded).toEqual(Object.keys(TABLES).map((table) => [table, "r", true]));
  expect(buckets.map(({ public: isPublic }) => isPublic)).toEqual(buckets.map(() => false));
  expect(await sql("select relrowsecurity from pg_class where oid = 'storage.objects'::regclass")).toEqual([
    { relrowsecurity: true },
  ]);
});

describe.each(Object.entries(TABLES))("claim 44: the table %s", (table, { whose, rows, fresh, change, own }) => {
  const found = (of: Belongings) => Object.entries(rows(of));
  const rowOf = async (key: object) => (await service.from(table).select().match(key)).data?.[0] ?? {};
  const sendable = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !isMade(table, name)));
  /** All that is somebody's, as the service sees it. */
  const belongings = async (of: Belongings) => {
    const all = found(of).map(async ([, key]) => (await service.from(table).select().match(key)).data);
    return [await Promise.all(all), (await service.from(table).select().match(whose(of))).data];
  };

  describe.each(OTHERS)("for %s", (_, client) => {
    test("shows what is open, and nothing else", async () => {
      for (const [kind, key] of found(ada)) {
        const { data } = await client.from(table).select().match(key);
        expect(data).toHaveLength(kind === "open" ? 1 : 0);
      }
    });

    test("takes no insert, update, upsert or delete of what is somebody's", async () => {
      const before = await belongings(ada);
      await client.from(table).insert({ ...fresh, ...whose(ada) });
      await client.from(table).upsert({ ...fresh, ...whose(ada) });
      for (const [, key] of found(ada)) {
        const row = sendable(await rowOf(key));
        await client.from(table).update(change).match(key);
        await client.from(table).update(whose(eve)).match(key);
        for (const changed of [change, { ...change, ...whose(eve) }]) {
          await client.from(table).upsert({ ...row, ...changed });
          await client.from(table).upsert({ ...row, ...changed }, { ignoreDuplicates: true });
          await client.from(table).insert({ ...row, ...changed });
        }
        await client.from(table).delete().match(key);
      }
      // All there are: whatever a filter may have missed.
      const [column = ""] = Object.keys(change);
      await client.from(table).update(change).not(column, "is", null);
      await client.from(table).delete().not(column, "is", null).match(whose(ada));
      expect(await belongings(ada)).toEqual(before);
    });

    test("takes nothing that is made somebody else's", async () => {
      const before = await belongings(ada);
      for (const [, key] of found(eve)) await client.from(table).update(whose(ada)).match(key);
      expect(await belongings(ada)).toEqual(before);
    });
  });

  test("lets its owner do what others cannot, and in the same words", async () => {
    const [client, { secret: key }] = [untyped(ada.person.client), rows(ada)];
    const row = sendable(await rowOf(key));
    const plain = Object.fromEntries(Object.entries(fresh).filter(([, value]) => typeof value !== "object"));
    const works: Record<Verb, () => PromiseLike<{ data: unknown; error: unknown }>> = {
      select: () => client.from(table).select().match(key),
      insert: () =>
        client
          .from(table)
          .insert({ ...fresh, ...whose(ada) })
          .select(),
      update: () => client.from(table).update(change).match(key).select(),
      upsert: () =>
        client
          .from(table)
          .upsert({ ...row, ...change })
          .select(),
      delete: () =>
        client
          .from(table)
          .delete()
          .match({ ...plain, ...whose(ada) })
          .select(),
    };
    const may: string[] = [];
    for (const [verb, work] of Object.entries(works)) {
      const { data, error } = await work();
      if (!error && Array.isArray(data) && data.length > 0) may.push(verb);
    }
    expect(may).toEqual(own);
  });
});

describe.each([...kinds])("claim 44: the bucket %s", (bucket, contentType) => {
  const file = ({ person, secret }: Belongings, name = "kept") => `${person.id}/${secret.id}/${name}`;
  const openFile = ({ person, open }: Belongings, name = "kept") => `${person.id}/${open.id}/${name}`;
  const bytes = async (path: string) => {
    const { data } = await service.storage.from(bucket).download(path);
    return data && [...new Uint8Array(await data.arrayBuffer())];
  };
  /** The files of Ada's two books, and what is in the one that is kept. */
  const kept = async () => {
    const folders = [file(ada, ""), openFile(ada, "")].map((folder) => folder.slice(0, -1));
    const lists = folders.map(async (folder) => (await service.storage.from(bucket).list(folder)).data);
    const names = (await Promise.all(lists)).map((list) => list?.map(({ name }) => name).sort());
    return { names, contents: [await bytes(file(ada)), await bytes(openFile(ada))] };
  };

  describe.each(OTHERS)("for %s", (_, client) => {
    const files = () => client.storage.from(bucket);

    test("shows the files of open books, and nothing else", async () => {
      expect((await files().download(file(ada))).data).toBeNull();
      expect((await files().createSignedUrl(file(ada), 60)).data).toBeNull();
      expect((await files().list(`${ada.person.id}/${ada.secret.id}`)).data ?? []).toEqual([]);
      expect((await files().download(openFile(ada))).data?.size).toBe(FILE.length);
    });

    test("takes no upload, upsert, update, move, copy or removal of what is somebody's", async () => {
      const before = await kept();
      for (const path of [file, openFile]) {
        await files().upload(path(ada, "new"), OTHER, { contentType });
        await files().upload(path(ada, "new"), OTHER, { contentType, upsert: true });
        await files().upload(path(ada), OTHER, { contentType });
        await files().upload(path(ada), OTHER, { contentType, upsert: true });
        await files().update(path(ada), OTHER, { contentType });
        await files().move(path(ada), path(eve, "moved"));
        await files().move(path(eve, "kept"), path(ada, "moved"));
        await files().copy(path(eve, "kept"), path(ada, "copied"));
        await files().remove([path(ada)]);
      }
      await files().copy(file(ada), file(eve, "copied"));
      expect(await kept()).toEqual(before);
      expect(await bytes(file(eve, "copied"))).toBeNull();
    });
  });

  test("lets its owner do what others cannot, and in the same words", async () => {
    const files = untyped(ada.person.client).storage.from(bucket);
    const works = [
      await files.download(file(ada)),
      await files.upload(file(ada, "new"), OTHER, { contentType }),
      await files.upload(file(ada), OTHER, { contentType, upsert: true }),
      await files.update(file(ada, "new"), FILE, { contentType }),
      await files.copy(file(ada, "new"), file(ada, "copied")),
      await files.move(file(ada, "new"), file(ada, "moved")),
    ];
    expect(works.map(({ error }) => error)).toEqual(works.map(() => null));
    expect((await files.createSignedUrl(file(ada), 60)).data?.signedUrl).toContain(bucket);
    // Names as Supabase gives them, or with their folders, as the local one does.
    const list = (await files.list(file(ada, "").slice(0, -1))).data?.map(({ name }) => name.split("/").at(-1));
    expect(list).toEqual(expect.arrayContaining(["copied", "kept", "moved"]));
    expect((await files.remove([file(ada, "moved"), file(ada, "copied")])).data).toHaveLength(2);
    expect(await bytes(file(ada))).toEqual([...OTHER]);
  });
});
