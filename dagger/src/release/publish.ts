import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { project } from "../apps.js";
import { say } from "../progress.js";
import { layout } from "./layout.js";
import { provenance } from "./provenance.js";
import { find, type Pushed, push } from "./push.js";
import type { Registry } from "./registry.js";
import { sbom } from "./sbom.js";
import { type Signer, sign } from "./sign.js";
import type { Origin } from "./stamp.js";

/** An image of the product. */
export interface Product {
  /** What people call it, as in `web`; its repository is flipdocs-web. */
  readonly name: string;
  readonly container: Container;
  /** The images it is made from, as images.ts has them. */
  readonly bases: readonly string[];
}

/** An image of the product that is built, as a registry keeps it. */
export interface Built extends Product {
  readonly layout: Directory;
}

/** Builds images, all at once. */
export const built = (products: readonly Promise<Product>[]): Promise<Built[]> =>
  Promise.all(
    products.map(async (one) => {
      const product = await one;
      return { ...product, layout: await layout(product.container).sync() };
    }),
  );

export interface Publication {
  readonly registry: Registry;
  readonly origin: Origin;
  /** As `parseTags` makes them. */
  readonly tags: readonly string[];
  /** Unsigned without. */
  readonly signer?: Signer;
  /** The page of the run in CI. */
  readonly run?: string;
}

/** What an image is called in a registry. */
export const repositoryOf = (name: string): string => `${project}-${name}`;

/** An image that was published. */
export interface Published {
  readonly name: string;
  /** Its reference, by digest. */
  readonly ref: string;
}

/**
 * Publishes images, all at once: each is pushed by its content, attested, signed, and only then gets its tags, so that
 * no tag ever stands for an image that is not signed.
 *
 * @throws RegistryError
 */
export async function publish(products: readonly Built[], publication: Publication): Promise<Published[]> {
  const { registry, origin, tags, signer } = publication;
  const build = { began: new Date().toISOString(), engine: await dag.version() };
  const images = await push(products.map(imageOf), registry, { origin, tags: signer ? [] : tags });
  for (const { product, isNew } of images) say(product.name, isNew ? "pushed" : "there already");
  if (signer) {
    await Promise.all(images.map((image) => signOne(image, signer, publication, build)));
    if (tags.length > 0) await push(images, registry, { tags });
  }
  return images.map(({ product, ref }) => ({ name: product.name, ref }));
}

const imageOf = (product: Built) => ({ name: repositoryOf(product.name), layout: product.layout, product });

async function signOne(
  { product: { name, layout, bases }, ...pushed }: ReturnType<typeof imageOf> & Pushed,
  signer: Signer,
  { registry, origin, run }: Publication,
  build: { began: string; engine: string },
): Promise<void> {
  const isSigned = await sign(pushed, signer, registry, () => ({
    sbom: sbom(layout),
    provenance: JSON.stringify(
      provenance({ image: name, origin, bases, run, ended: new Date().toISOString(), ...build }),
    ),
  }));
  say(name, isSigned ? "attested and signed" : "signed already");
}

/**
 * Which of the product's images a registry has; nothing is pushed.
 *
 * @throws RegistryError
 */
export async function published(products: readonly Built[], registry: Registry): Promise<Published[]> {
  const found = await find(products.map(imageOf), registry);
  return found.map(({ product, ref }) => ({ name: product.name, ref }));
}
