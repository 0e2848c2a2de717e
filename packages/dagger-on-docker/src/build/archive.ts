import { docker } from "../base/docker.ts";
import { type InspectedImage, inspectImage } from "../base/inspect.ts";
import { digest } from "../graph.ts";
import { writeTar } from "../tree/tar.ts";
import { fileEntry } from "../tree/tree.ts";
import { type BuildSession, buildImage } from "./build.ts";
import { imageFs, type Location, newFile } from "./fs.ts";
import { ociLayout } from "./oci.ts";
import { noSettings } from "./stage.ts";

const REPOSITORY = "dagger-on-docker/archive";
const DAY = 24 * 3600;

/**
 * The OCI archive of an image. It is kept in Docker, as the one file of an image of its own, for a day after it was
 * asked for last: one that did not change is neither read nor sent to Docker again.
 *
 * @param config what is told better here than by Docker
 * @param annotations of the manifest
 */
export async function imageArchive(
  session: BuildSession,
  image: string,
  config: InspectedImage["Config"],
  annotations: Readonly<Record<string, string>>,
): Promise<Location> {
  const made = await inspectImage(image);
  if (!made) throw new Error(`the image ${image} is gone from Docker: run the same command again`);
  const { Os, Architecture, RootFS, Config } = made;
  const inspected = { ...made, Config: { ...Config, ...config } };
  const ref = `${REPOSITORY}:${digest([{ Os, Architecture, RootFS, Config: inspected.Config }, annotations]).slice(-32)}`;
  // Tagged again, it counts as asked for.
  if ((await docker(["tag", ref, ref])).code !== 0) {
    const bytes = await writeTar(await ociLayout(image, inspected, annotations));
    await buildImage(session, newFile("image.tar", fileEntry(bytes)).fs, [], ref);
    await dropUnasked();
  }
  return { fs: imageFs(ref, ref, noSettings), path: "/image.tar" };
}

async function dropUnasked(): Promise<void> {
  const { stdout } = await docker(["images", "--format", "{{.Repository}}:{{.Tag}}", REPOSITORY]);
  const format = "{{index .RepoTags 0}} {{.Metadata.LastTagTime.Unix}}";
  const all = await docker(["image", "inspect", "--format", format, ...stdout.split("\n").filter(Boolean)]);
  const old = all.stdout.split("\n").flatMap((line) => {
    const [ref = "", asked] = line.split(" ");
    return asked && Date.now() / 1000 - Number(asked) > DAY ? [ref] : [];
  });
  if (old.length > 0) await docker(["rmi", ...old]);
}
