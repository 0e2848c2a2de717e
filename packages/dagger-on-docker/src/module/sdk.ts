/**
 * What a module's bundle gets instead of the SDK's outer parts (telemetry, provisioning, HTTP): they take most of
 * its import time, and here the session that answers is in the same process.
 */

interface Response {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

type Answer = (query: string) => Promise<Response>;

let answer: Answer;

/** Sets who answers the queries of this bundle. */
export function answerWith(session: Answer): void {
  answer = session;
}

/** The error from which the SDK makes its own, ExecError among them. */
export class ClientError extends Error {
  constructor(
    readonly response: Response,
    readonly request: { readonly query: string },
  ) {
    super(response.errors?.[0]?.message);
  }
}

/** The GraphQL client as the SDK uses it. */
export class GraphQLClient {
  async request(query: string): Promise<unknown> {
    const response = await answer(query);
    if (response.errors) throw new ClientError(response, { query });
    // As if it came over HTTP: the SDK looks at the prototypes.
    return structuredClone(response.data);
  }
}

/** Template text as it is. */
export const gql = (parts: TemplateStringsArray, ...values: unknown[]): string => String.raw({ raw: parts }, ...values);

const forPrograms = (name: string) => () => {
  throw new Error(`${name}() is for programs of their own: inside a module use \`dag\``);
};
export const connect = forPrograms("connect");
export const connection = forPrograms("connection");
export const entrypoint = forPrograms("entrypoint");

/** Spans go nowhere. */
export function getTracer() {
  const span = { end() {}, setAttribute: () => span, setStatus: () => span, recordException() {} };
  return {
    startSpan: () => span,
    startActiveSpan: <T>(_name: string, run: (active: typeof span) => T): T => run(span),
  };
}

/** The SDK's coloured logger, used for stack traces only. */
export default { bgColor: () => ({ color: () => ({ log: console.error }) }) };
