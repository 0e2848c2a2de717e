import type { Origin } from "./stamp.js";

/** How an image came to be. */
export interface Build {
  /** What was published, as in `web`. */
  readonly image: string;
  readonly origin: Origin;
  /** The images it was made from, as images.ts has them. */
  readonly bases: readonly string[];
  /** The engine that ran the pipeline, as in `v0.21.8`. */
  readonly engine: string;
  /** The page of the run in CI, if it was one. */
  readonly run?: string;
  /** ISO times. */
  readonly began: string;
  readonly ended: string;
}

interface Resource {
  uri: string;
  digest?: Record<string, string>;
}

/** A build's provenance, as SLSA has it in version 1: the predicate of an attestation. */
export function provenance({ image, origin, bases, engine, run, began, ended }: Build) {
  const { source, revision, version } = origin;
  return {
    buildDefinition: {
      // Names what `externalParameters` mean: one `dagger call publish` of this pipeline.
      buildType: "urn:flipdocs:dagger-call-publish:v1",
      externalParameters: {
        image,
        ...(source && { source }),
        ...(revision && { revision }),
        ...(version && { version }),
      },
      internalParameters: { engine: `dagger ${engine}` },
      resolvedDependencies: [...repository(origin), ...bases.map(base)],
    },
    runDetails: {
      // Who could have changed the result: the CI that ran it, or somebody's own machine.
      builder: { id: run ?? "urn:flipdocs:workstation" },
      metadata: { ...(run && { invocationId: run }), startedOn: began, finishedOn: ended },
    },
  };
}

/** The commit, where both are known. */
function repository({ source, revision }: Origin): Resource[] {
  if (!source || !revision) return [];
  return [{ uri: `git+${source}@${revision}`, digest: { gitCommit: revision } }];
}

/** A base image as a package URL, which is what readers of SLSA know; with its digest if it is pinned. */
function base(reference: string): Resource {
  const [, host, name = reference, tag, digest] =
    /^(?:([\w-]+(?:\.[\w-]+)+)\/)?(.+?)(?::([\w.-]+))?(?:@sha256:([0-9a-f]{64}))?$/.exec(reference) ?? [];
  const uri = `pkg:docker/${name}${tag ? `@${tag}` : ""}${host ? `?repository_url=${host}` : ""}`;
  return { uri, ...(digest && { digest: { sha256: digest } }) };
}
