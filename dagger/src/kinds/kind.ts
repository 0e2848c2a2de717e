import type { Container } from "@dagger.io/dagger";
import type { Runtime } from "../monorepo.js";

/** What an app is, as far as its kind does not say. */
export interface Settings {
  readonly kind: "next" | "bun";
  /** Its folder in the repository; the manifest there has the name of its package. */
  readonly folder: string;
  /** The one user of the image, by name, and their number: 1001, unless files are shared with another image's user. */
  readonly user: string;
  readonly id?: number;
  readonly port: number;
  /** The path of the site at which its answer says which release it is; after a deploy it is asked there. */
  readonly version?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Packages that stay outside of its bundle, in node_modules, and what of them the image can do without. */
  readonly modules?: readonly string[];
  readonly needless?: readonly string[];
  /** Its bundle has chunks, which change less often than the rest. */
  readonly chunks?: boolean;
  /** It is for development and tests, and never part of a release. */
  readonly local?: boolean;
  /** The script that builds it; `build` if nothing. */
  readonly build?: string;
  /** What of it runs and what asks whether it works, below its folder; each kind has its own if nothing. */
  readonly programs?: Programs;
  /** Installs what only building needs, as well. */
  readonly tools?: boolean;
  /** Folders that volumes take their owner from, whichever container comes first. */
  readonly volumes?: readonly string[];
}

export interface Programs {
  readonly serve: string;
  readonly healthcheck: string;
}

/** What knows how apps like one are installed, built and run. */
export interface Kind {
  readonly runtime: Runtime;
  readonly programs: Programs;
  /** Beside the installation: shell lines that put into /out what the image gets of it. */
  readonly keep: (app: Settings) => readonly string[];
  /** What the build needs around it. */
  readonly prepare?: (container: Container, app: Settings) => Container;
  /** After the build: shell lines that put into /out what the image gets of it. */
  readonly collect: (app: Settings) => readonly string[];
  /** The folders below /out, each a layer, what changes least first: of the installation, and of the build. */
  readonly layers: (app: Settings) => { readonly installed: readonly string[]; readonly built: readonly string[] };
}
