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

/** All that is served: type → field → how it is computed. schema.graphql says the same with types. */
export const fields: Fields<Session> = {
  Query: {
    version: () => version,
    container: () => emptyContainer,
    directory: () => ({ tree: emptyTree }),
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
