import type { Metadata } from "next";
import { serverApi } from "@/api/server.ts";
import { unlessAway } from "@/away/away.tsx";
import styles from "./api.module.css";
import { Operation } from "./operation.tsx";
import { partsOf } from "./parts.ts";
import { Fields, Said, Type } from "./type.tsx";
import { fieldsOf, typeOf } from "./type-of.ts";

export const metadata: Metadata = {
  title: "The API",
  description: "What programs can do with FlipDocs: every address, what it takes, and what it answers.",
};

/** What the API is, for people, made of what it says of itself. It needs no script. */
export default function ApiPage() {
  return unlessAway(async () => {
    const document = await (await serverApi()).description();
    const parts = partsOf(document);
    const shapes = Object.entries(document.components.schemas);
    return (
      <div className={`wide ${styles.page}`}>
        <h1>The API</h1>
        {document.info.description.split("\n\n").map((paragraph) => (
          <p key={paragraph} className={styles.text}>
            <Said text={paragraph} />
          </p>
        ))}
        <p className={styles.text}>
          Programs read the same as <a href="/api/v1/openapi.json">an OpenAPI {document.openapi} document</a>.
        </p>
        <nav aria-label="Parts of the API">
          <ul className={styles.parts}>
            {[...parts, { name: "Shapes", anchor: "shapes" }].map(({ name, anchor }) => (
              <li key={anchor}>
                <a href={`#${anchor}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        {parts.map(({ name, anchor, operations }) => (
          <section key={anchor} aria-labelledby={anchor}>
            <h2 id={anchor}>{name}</h2>
            {operations.map((shown) => (
              <Operation key={shown.operation.operationId} {...shown} />
            ))}
          </section>
        ))}
        <section aria-labelledby="shapes">
          <h2 id="shapes">Shapes</h2>
          {shapes.map(([name, schema]) => (
            <article key={name} className={styles.operation} id={name} aria-labelledby={`${name}-name`}>
              <h3 id={`${name}-name`}>{name}</h3>
              {schema.properties ? (
                <Fields fields={fieldsOf(schema)} />
              ) : (
                <p>
                  <Type of={typeOf(schema)} />
                </p>
              )}
            </article>
          ))}
        </section>
      </div>
    );
  });
}
