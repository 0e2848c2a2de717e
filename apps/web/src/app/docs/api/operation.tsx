import type { ApiOperation, JsonSchema } from "@flipdocs/contract";
import styles from "./api.module.css";
import { type Shown, whoMay } from "./parts.ts";
import { Fields, Said, Type } from "./type.tsx";
import { type Field, fieldsOf, typeOf } from "./type-of.ts";

/** What can be asked for at one address: by whom, with what, and what comes. */
export function Operation({ method, path, operation }: Shown) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  return (
    <article className={styles.operation} id={operationId} aria-labelledby={`${operationId}-name`}>
      <h3 id={`${operationId}-name`}>{summary}</h3>
      <p>
        <code className={styles.address}>
          <b>{method}</b> {path}
        </code>
      </p>
      <p>
        {whoMay(operation)} <Said text={description ?? ""} />
      </p>
      {parameters.length > 0 && <Fields fields={parameters.map(fieldOf)} />}
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => (
        <Body key={type} type={type} schema={schema ?? {}} />
      ))}
      <Answers responses={responses} />
    </article>
  );
}

const fieldOf = ({ name, schema, required = false, ...said }: ApiOperation["parameters"][number]): Field => ({
  name,
  type: typeOf(schema),
  required,
  description: `${said.description}${said.in === "header" ? " (a header)" : ""}`,
});

function Body({ type, schema }: { type: string; schema: JsonSchema }) {
  const fields = fieldsOf(schema);
  return (
    <>
      <p>
        Send{" "}
        {fields.length === 0 && (
          <>
            <Type of={typeOf(schema)} />{" "}
          </>
        )}
        as <code>{type}</code>.
      </p>
      <Fields fields={fields} />
    </>
  );
}

function Answers({ responses }: Pick<ApiOperation, "responses">) {
  const known = Object.entries(responses).filter(([status]) => status !== "default");
  return (
    <ul className={styles.answers}>
      {known.map(([status, { description, content }]) => (
        <li key={status}>
          <code>{status}</code> {description}
          {Object.entries(content ?? {}).map(([type, { schema }]) => (
            <Kind key={type} type={type} schema={schema} />
          ))}
        </li>
      ))}
    </ul>
  );
}

/** A problem has always the same shape, which is said once. */
function Kind({ type, schema }: { type: string; schema: JsonSchema | undefined }) {
  if (type === "application/problem+json") return null;
  return <span className="faint"> {schema ? <Type of={typeOf(schema)} /> : <code>{type}</code>}</span>;
}
