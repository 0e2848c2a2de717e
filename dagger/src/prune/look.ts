import type { Container } from "@dagger.io/dagger";
import { step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { LABEL, lines, PART, parts } from "../deploy/remote.js";
import type { Found, Owned } from "./prunable.js";

/** Where a registry keeps which images it has. */
export const REPOSITORIES = "/var/lib/registry/docker/registry/v2/repositories";

/** What was pushed is not deployed yet: a deployer may be between the two. */
const MINUTES = 60;

const LOOK = [
  `configs=$(docker config ls --quiet --filter label=${LABEL.kind}=release)`,
  "releases() { [ $# -gt 0 ] || { echo '[]'; return; }",
  `  docker config inspect "$@" | jq -c 'map({stack: .Spec.Labels["${LABEL.stack}"], release: (.Spec.Data | @base64d | fromjson)}) | sort_by(.release.number)'`,
  "}",
  "part releases releases $configs",
  "part images docker image ls --digests --format '{{.Repository}}@{{.Digest}}'",
  `part secrets docker secret ls --filter label=${LABEL.stack}=$STACK --format '{{.Name}}'`,
  "over='--filter status=exited --filter status=dead --filter status=created'",
  "part ended docker ps --all --no-trunc --filter label=com.docker.stack.namespace=$STACK $over --format '{{.ID}} {{.Image}}'",
  "part running docker ps --no-trunc --format '{{.Image}}'",
  `part manifests docker exec flipdocs-registry find ${REPOSITORIES} -path '*/_manifests/revisions/sha256/*/link' -mmin +${MINUTES} 2>/dev/null || :`,
  "part disk ssh host \"df -Pk $(docker info --format '{{.DockerRootDir}}') 2>/dev/null || df -Pk /\"",
] as const;

/** What a host has that could go, and how many bytes are free where Docker keeps its files. */
export async function look(on: Container): Promise<{ found: Found; free: number }> {
  const { code, stdout, stderr } = await step(on, [...PART, ...LOOK]);
  if (code !== 0)
    throw new Refusal(EXIT.refused, "The host could not be looked at.", "What it said is below.", tail(stderr, 5));
  return found(stdout);
}

/** Reads what LOOK printed. */
export function found(stdout: string): { found: Found; free: number } {
  const said = parts(stdout);
  const [, disk = ""] = lines(said.disk);
  return {
    found: {
      releases: JSON.parse(said.releases || "[]") as Owned[],
      images: lines(said.images).filter((reference) => reference.includes("@sha256:")),
      secrets: lines(said.secrets),
      ended: lines(said.ended).map((line) => {
        const [id = "", image = ""] = line.split(" ");
        return { id, image };
      }),
      running: lines(said.running),
      manifests: lines(said.manifests).flatMap((path) => {
        const [, name, digest] =
          /repositories\/(.+)\/_manifests\/revisions\/sha256\/([0-9a-f]{64})\/link$/.exec(path) ?? [];
        return name && digest ? [`${name}@sha256:${digest}`] : [];
      }),
    },
    free: Number(disk.split(/ +/)[3]) * 1024,
  };
}
