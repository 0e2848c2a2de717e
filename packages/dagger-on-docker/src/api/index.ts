import { directoryOf } from "../build/fs.ts";
import { secretAt } from "../build/secret.ts";
import type { Fields } from "../graph.ts";
import { version } from "../module/version.ts";
import type { Session } from "../session.ts";
import { emptyTree } from "../tree/tree.ts";
import { containerFields } from "./container.ts";
import { emptyContainer } from "./container-state.ts";
import { directoryFields } from "./directory.ts";
import { fileFields } from "./file.ts";
import { hostFields } from "./host.ts";
import { secretFields } from "./secret.ts";
import { serviceFields } from "./service.ts";

/** What Docker builds for here. */
const own = `linux/${process.arch === "x64" ? "amd64" : process.arch}`;

function containerFor(platform: string = own): typeof emptyContainer {
  if (platform === own) return emptyContainer;
  throw new Error(
    `Docker alone builds for ${own} here, and not for ${platform}. Type the same on a machine of that kind, or, where a ` +
      "Dagger engine that emulates it can be had, with FLIPDOCS_ENGINE=dagger",
  );
}

/** All that is served: type → field → how it is computed. schema.graphql says the same with types. */
export const fields: Fields<Session> = {
  Query: {
    version: () => version,
    container: (_, { platform }) => containerFor(platform),
    directory: () => directoryOf(emptyTree),
    host: () => ({}),
    secret: (_, args) => secretAt(args),
    cacheVolume: (_, { key }) => ({ key }),
  },
  Container: containerFields,
  Directory: directoryFields,
  File: fileFields,
  Host: hostFields,
  Secret: secretFields,
  Service: serviceFields,
  CacheVolume: {},
};
