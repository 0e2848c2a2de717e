import { randomBytes, timingSafeEqual } from "node:crypto";
import {
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  getNamedType,
  isObjectType,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from "graphql";
import { ExecError } from "./build/exec-error.ts";
import { checkAddress } from "./build/image.ts";
import { answersItself, askedBy, type Graph, notServed, root, type Step, step } from "./graph.ts";
import { schema } from "./schema/schema.ts";
import type { Session } from "./session.ts";

/** Serves a session on 127.0.0.1 until it is closed, as `dagger session` does: the port and token an SDK needs. */
export function serve(session: Session): { readonly port: number | undefined; readonly session_token: string } {
  const token = randomBytes(16).toString("hex");
  const wanted = Buffer.from(`Basic ${Buffer.from(`${token}:`).toString("base64")}`);
  const refused = (status: number, message: string) => Response.json({ errors: [{ message }] }, { status });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    // A build says nothing for minutes.
    idleTimeout: 0,
    async fetch(request) {
      const given = Buffer.from(request.headers.get("authorization") ?? "");
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
        return refused(401, "wrong session token: use DAGGER_SESSION_TOKEN of this session");
      try {
        return Response.json(await answerQuery(session, (await request.json()) as Query));
      } catch (error) {
        return refused(400, `not a GraphQL request: ${(error as Error).message}`);
      }
    },
  });
  session.stopped.addEventListener("abort", () => server.stop(true));
  return { port: server.port, session_token: token };
}

type Query = { readonly query: string; readonly variables?: Record<string, unknown> };

export async function answerQuery(session: Session, { query, variables }: Query): Promise<unknown> {
  const document = parse(query);
  const [problem] = validate(schema, document, [onlyServed, ...specifiedRules]);
  if (problem) return { errors: [{ message: problem.message }] };
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: root,
    contextValue: session,
    variableValues: variables,
    fieldResolver: resolveField,
    typeResolver: (value: Step) => value.type,
  });
  if (!errors) return { data };
  return {
    data,
    errors: errors.map(({ message, originalError, path }) => ({ message, path, extensions: details(originalError) })),
  };
}

/** Names the part of the API that a query asks for and is not served. */
const onlyServed: ValidationRule = (context) => {
  const refuse = (type: string, what: string) => context.reportError(new GraphQLError(notServed(type, what).message));
  const parent = () => context.getParentType()?.name ?? "";
  return {
    NamedType: ({ name }) => void (context.getSchema().getType(name.value) || refuse(name.value, "id")),
    Field: ({ name }) => void (!parent() || context.getFieldDef() || refuse(parent(), name.value)),
    Argument({ name }) {
      const field = context.getFieldDef();
      if (field && !context.getArgument()) refuse(parent(), `${field.name}(${name.value})`);
    },
  };
};

function details(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof ExecError)) return undefined;
  const { cmd, exitCode, stdout, stderr } = error;
  return { _type: "EXEC_ERROR", cmd, exitCode, stdout, stderr };
}

/** Objects are steps and cost nothing; only leaves compute. */
const resolveField: GraphQLFieldResolver<Step, Session> = async (parent, args, { graph }, info) => {
  const { fieldName, returnType, path } = info;
  if (fieldName === "id") return identify(graph, parent);
  if (fieldName === "node") return graph.find(args.id);
  if (answersItself(fieldName)) {
    await graph.ask(parent, fieldName, args);
    return graph.remember(parent);
  }
  const type = getNamedType(returnType);
  if (!isObjectType(type)) return graph.ask(parent, fieldName, args);
  return step(parent, type.name, fieldName, path.key === fieldName ? args : { ...args, [askedBy]: path.key });
};

/** An id costs nothing either; only an image's address is looked at, as the engine does. */
export function identify(graph: Graph<Session>, asked: Step): string {
  for (let at: Step | undefined = asked; at; at = at.parent)
    if (at.field === "from") checkAddress(String(at.args.address));
  return graph.remember(asked);
}
