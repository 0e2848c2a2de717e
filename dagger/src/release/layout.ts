import type { Container, Directory } from "@dagger.io/dagger";
import { script } from "../shell.js";
import { BARE, LAYOUT } from "./stamp.js";
import { tools } from "./tools.js";

/**
 * An image as a registry keeps it, in OCI layout: layers compressed, and nothing in it that is of one commit or one
 * machine alone. So the same content has the same digest, whoever built it, and what is unchanged is not pushed again.
 */
export function layout(container: Container): Directory {
  return tools()
    .withMountedFile("/image.tar", container.asTarball())
    .withWorkdir("/image")
    .withExec(script("skopeo copy --quiet oci-archive:/image.tar oci:.:image", ...LAYOUT, `stamp '${BARE}' '{}'`))
    .directory("/image");
}
