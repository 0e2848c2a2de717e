import { NotAPlatform } from "../platform.js";
import { say } from "../progress.js";
import { installing, script } from "../shell.js";
import { joining, tagging } from "./joining.js";
import { type Built, type Publication, type Published, publish, repositoryOf } from "./publish.js";
import { askEach } from "./push.js";
import { sign } from "./sign.js";
import { tools } from "./tools.js";

/** The engine runs no programs of a platform. */
export class CannotBuildFor extends Error {
  override name = "CannotBuildFor";
  constructor(readonly platform: string) {
    super(
      `This engine runs nothing that is made for ${platform}.\n` +
        "Have its machine emulate that (QEMU, by binfmt_misc), or publish on a machine of that kind.",
    );
  }
}

/**
 * Publishes images for several platforms: those of each by themselves, attested and signed, then an index over them, which
 * is signed and has the tags. For one platform there is none.
 *
 * @param platforms as `parsePlatforms` returns them
 * @param build builds all images for one of them
 * @throws CannotBuildFor, NotAPlatform, RegistryError
 */
export async function publishFor(
  platforms: readonly string[],
  build: (platform: string) => Promise<Built[]>,
  publication: Publication,
): Promise<Published[]> {
  // All of them before any is pushed: an engine may be able to build for its own platform alone.
  const all = await Promise.all(platforms.map((platform) => build(platform).catch(whyNot(platform))));
  if (all.length === 1) return publish(all[0] ?? [], publication);
  const each: Published[][] = [];
  for (const [index, products] of all.entries()) {
    say("publish", `for ${platforms[index]}`);
    each.push(await publish(products, { ...publication, tags: [] }));
  }
  return joined(each, publication);
}

/** An engine that builds for one platform alone says so before it runs anything. */
export const whyNot = (platform: string) => (error: unknown) => {
  const said = error instanceof Error ? error.message : String(error);
  if (/exec format error/i.test(said)) throw new CannotBuildFor(platform);
  throw /builds for \S+ here, and not for/.test(said) ? new NotAPlatform(said) : error;
};

/** Joins the images of one name, in the order of the platforms. */
async function joined(each: readonly Published[][], { registry, origin, tags, signer }: Publication) {
  const [first = []] = each;
  const digests = Object.fromEntries(
    first.map(({ name }) => [repositoryOf(name), each.map((all) => digestIn(all, name))] as const),
  );
  const on = { ...registry, through: { on: tools().withExec(script(...installing("docker-buildx"))), open: [] } };
  const step = (lines: readonly string[]) =>
    askEach(on, Object.keys(digests), [...joining(registry, digests, origin), ...lines]);
  const said = await step(signer ? [] : tagging(tags));
  const all = first.map(({ name }) => {
    const [digest, state] = said.get(repositoryOf(name)) ?? [];
    say(name, state === "new" ? "joined" : "joined already");
    return { name, ref: `${registry.prefix}/${repositoryOf(name)}@${digest}`, isNew: state === "new" };
  });
  if (signer) {
    await Promise.all(all.map((image) => sign(image, signer, registry)));
    if (tags.length > 0) await step(tagging(tags));
  }
  return all.map(({ name, ref }) => ({ name, ref }));
}

const digestIn = (all: readonly Published[], name: string): string =>
  all.find((image) => image.name === name)?.ref.split("@")[1] ?? "";
