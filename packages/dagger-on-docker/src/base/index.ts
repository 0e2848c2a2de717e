export { dockerBinary } from "./docker.ts";
export { ensureBase } from "./ensure.ts";
export { BaseImageError } from "./process.ts";
export { STAND_IN_LABEL } from "./stand-ins.ts";
