import type { Fields } from "../graph.ts";
import { version } from "../module/version.ts";
import type { Session } from "../session.ts";
import { emptyTree } from "../tree/tree.ts";
import { containerFields, emptyContainer } from "./container.ts";
import { directoryFields } from "./directory.ts";
import { fileFields } from "./file.ts";
import { hostFields } from "./host.ts";
import { Secrets, secretAt, secretFields } from "./secret.ts";
import { serviceFields } from "./service.ts";
import { statFields } from "./stat.ts";

/** A list's item: each field is there already. */
const item = (...names: string[]): Fields<Session>[string] =>
  Object.fromEntries(names.map((name) => [name, (self) => self[name]]));

/** All that is served: type → field → how it is computed. schema.graphql says the same with types. */
export const fields: Fields<Session> = {
  Query: {
    version: () => version,
    defaultPlatform: () => emptyContainer.platform,
    container: () => emptyContainer,
    directory: () => ({ tree: emptyTree }),
    file: (_, { name, contents, permissions }) => {
      if (name.includes("/")) throw new Error(`file name ${JSON.stringify(name)} must not contain a directory`);
      return {
        name,
        entry: { kind: "file", mode: permissions & 0o777, bytes: Buffer.from(contents), uid: 0, gid: 0 },
      };
    },
    host: () => ({}),
    secret: (_, args) => secretAt(args),
    setSecret: (_, { name, plaintext }, { secrets }) => secrets.set(name, plaintext),
    cacheVolume: (_, { key }) => ({ key }),
  },
  Container: containerFields,
  Directory: directoryFields,
  File: fileFields,
  Host: hostFields,
  Secret: secretFields,
  Service: serviceFields,
  CacheVolume: {},
  Socket: {},
  Stat: statFields,
  Port: item("port", "protocol", "description", "experimentalSkipHealthcheck"),
  EnvVariable: item("name", "value"),
  Label: item("name", "value"),
};
export { Secrets };
