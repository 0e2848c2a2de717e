import { BUCKETS, type Supabase } from "@flipdocs/supabase";
import { dataOf } from "../supabase/answer.ts";

// Storage lists and deletes no more at once.
const MOST_FILES = 1000;

/**
 * Removes all files of a folder, in both buckets, whatever they are called and however deep they lie.
 *
 * @param supabase acts as whoever may do that
 * @param folder `<owner>/<book>`, or `<owner>` for all that a person has
 * @throws Error when storage keeps one of them
 */
export async function removeFiles(supabase: Supabase, folder: string): Promise<void> {
  for (const bucket of Object.values(BUCKETS)) await removeIn(supabase, bucket, folder);
}

async function removeIn(supabase: Supabase, bucket: string, folder: string): Promise<void> {
  const files = supabase.storage.from(bucket);
  let before = "";
  for (;;) {
    const entries = dataOf(await files.list(folder, { limit: MOST_FILES }));
    if (entries.length === 0) return;
    const names = entries.map(({ name }) => `${folder}/${name}`);
    if (names.join() === before) throw new Error(`Storage keeps files in ${bucket}/${folder}`);
    before = names.join();
    // Folders are no files: they have no id, and are gone with the last of theirs.
    for (const [index, { id }] of entries.entries()) if (!id) await removeIn(supabase, bucket, names[index] ?? "");
    const own = names.filter((_, index) => entries[index]?.id);
    if (own.length > 0) dataOf(await files.remove(own));
  }
}
