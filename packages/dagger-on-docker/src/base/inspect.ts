import { docker } from "./docker.ts";

export interface InspectedImage {
  /** The same content has the same one. */
  readonly Id: string;
  readonly Os: string;
  readonly Architecture: string;
  readonly Config: {
    readonly Env?: readonly string[] | null;
    readonly User?: string;
    readonly WorkingDir?: string;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
    readonly [more: string]: unknown;
  };
  readonly RootFS: { readonly Layers?: readonly string[] };
}

/** Asks for an image by its name; undefined where there is none. */
export async function inspectImage(name: string): Promise<InspectedImage | undefined> {
  const { code, stdout } = await docker(["image", "inspect", "--format", "{{json .}}", name]);
  return code === 0 ? JSON.parse(stdout) : undefined;
}
