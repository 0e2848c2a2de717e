export { dockerBinary } from "./docker.ts";
export { ensureBase } from "./ensure.ts";
