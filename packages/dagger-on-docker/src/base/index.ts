export { dockerBinary } from "./docker.ts";
export { ensureBase } from "./ensure.ts";
export { BaseImageError } from "./errors.ts";
export { STAND_IN_LABEL } from "./stand-ins/stand-in.ts";
