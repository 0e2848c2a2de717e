import { dag } from "@dagger.io/dagger";
import type { Product } from "./publish.js";

/** What a base image is labelled with that was made from packages, because no registry answered. */
const LABEL = "org.flipdocs.stand-in";

/** Images would be published, or deployed, that are not made from what they say. */
export class MadeFromStandIns extends Error {
  override name = "MadeFromStandIns";
  constructor(readonly bases: readonly string[]) {
    super(
      `Stand-ins, made from packages because no registry answered, are in place of: ${bases.join(", ")}.\n` +
        "Do this where a registry answers. For a try, take them as they are: --standins",
    );
  }
}

/**
 * Makes sure that images are made from the bases they name.
 *
 * @throws MadeFromStandIns
 */
export async function refuseStandIns(products: readonly Pick<Product, "bases">[]): Promise<void> {
  const bases = [...new Set(products.flatMap((product) => product.bases))];
  const labels = await Promise.all(bases.map((base) => dag.container().from(base).label(LABEL)));
  const found = bases.filter((_, index) => labels[index]);
  if (found.length > 0) throw new MadeFromStandIns(found);
}
