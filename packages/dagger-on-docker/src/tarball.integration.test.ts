import { expect, onTestFinished, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";
import { openSession } from "../test/session.ts";

/** An image whose one file is made anew, with the same content and time. */
const builtAgain = `mkdir /out && echo content >/out/file && find /out -exec touch -d @1 {} +`;

/** What a later command sees of an image's archive, in a session of its own. */
async function archived(settings: Readonly<Record<string, string>> = {}): Promise<{ digest: string; listed: string }> {
  const session = await openSession();
  onTestFinished(async () => void (await session.end()));
  return session.use(async (dag) => {
    const node = dag.container().from(images.node);
    const made = node.withEnvVariable("U", crypto.randomUUID()).withExec(["sh", "-ec", builtAgain]).directory("/out");
    const image = dag.container().from(images.base).withDirectory("/", made).withDefaultArgs(["run"]);
    const tarball = Object.entries(settings)
      .reduce((with_, [name, value]) => with_.withAnnotation(name, value), image)
      .asTarball();
    const on = node.withMountedFile("/image.tar", tarball);
    const [sum, listed] = [
      ["sha256sum", "/image.tar"],
      ["tar", "-tf", "/image.tar"],
    ].map((words) => on.withExec(words));
    return { digest: (await sum?.stdout()) ?? "", listed: (await listed?.stdout()) ?? "" };
  });
}

test("an image built again is the same archive, which the next command finds mounted", async () => {
  const first = await archived();
  expect(first.listed).toMatch(/^blobs\/sha256\/[0-9a-f]{64}$/m);
  expect(first.listed).toMatch(/^index.json\nmanifest.json\noci-layout$/m);
  expect(await archived()).toEqual(first);
});

test("an annotation is part of the archive", async () => {
  const [plain, annotated] = [await archived(), await archived({ "org.opencontainers.image.version": "1" })];
  expect(annotated.digest).not.toBe(plain.digest);
});
