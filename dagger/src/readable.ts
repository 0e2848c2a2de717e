import type { Container, File } from "@dagger.io/dagger";
import { script, settle } from "./shell.js";

/**
 * A file of the checkout as every user may read it: of a clone under `umask 077` only its owner may.
 *
 * @param on has a shell, and changes the file's mode
 */
export const readable = (on: Container, file: File): File =>
  on
    .withFile("/readable", file)
    .withExec(script(settle("/readable")))
    .file("/readable");
