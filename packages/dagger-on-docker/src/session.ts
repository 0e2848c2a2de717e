import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
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
import { fields } from "./api/index.ts";
import { Secrets } from "./api/secret.ts";
import { checkAddress } from "./build/image.ts";
import { closeWorkspace, openWorkspace, type Workspace } from "./build/workspace.ts";
import { ExecError } from "./errors.ts";
import { Graph, notServed, root, type Step, step } from "./graph.ts";
import type { Progress } from "./progress.ts";
import { schema } from "./schema/schema.ts";
import { Services } from "./service/services.ts";

/** What every field may use: the graph of values, the host's workspace, running services. */
export interface Session {
  readonly graph: Graph<Session>;
  readonly workspace: Workspace;
  readonly services: Services;
  readonly secrets: Secrets;
  readonly progress: Progress;
  /** Aborted when the session is to end: builds are stopped, `up` returns. */
  readonly stopped: AbortSignal;
}

/** A session that answers on loopback until it is closed. */
export interface OpenSession extends Session {
  readonly port: number;
  readonly token: string;
  /** Stops services and removes what the session made: containers, network, contexts. */
  close(): Promise<void>;
}

/**
 * Starts a session of the API on 127.0.0.1, as `dagger session` does.
 *
 * @param progress where steps are shown while they run
 * @returns the port and token an SDK needs, and the session's parts for the CLI
 */
export async function startSession(progress: Progress): Promise<OpenSession> {
  const token = randomBytes(16).toString("hex");
  const workspace = await openWorkspace();
  const stop = new AbortController();
  const parts = {
    workspace,
    progress,
    secrets: new Secrets(),
    stopped: stop.signal,
  };
  const session: Session = Object.assign(parts, {} as Pick<Session, "graph" | "services">);
  Object.assign(session, { graph: new Graph(fields, session), services: new Services(session) });
  const server = serve(session, token);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(session, {
    port,
    token,
    async close() {
      stop.abort();
      server.closeAllConnections();
      server.close();
      await session.services.close();
      await closeWorkspace(workspace);
    },
  });
}

function serve(session: Session, token: string): Server {
  return createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (!authorized(request, token)) {
      return answer(401, {
        errors: [{ message: "wrong session token: use DAGGER_SESSION_TOKEN of this session" }],
      });
    }
    try {
      const { query, variables } = JSON.parse(await text(request)) as { query: string; variables?: object };
      answer(200, await answerQuery(session, query, variables));
    } catch (error) {
      answer(400, { errors: [{ message: `not a GraphQL request: ${(error as Error).message}` }] });
    }
  });
}

/** Runs one GraphQL document against a session. */
export async function answerQuery(session: Session, query: string, variables?: object): Promise<unknown> {
  const document = parse(query);
  const [problem] = validate(schema, document, [onlyServed, ...specifiedRules]);
  if (problem) return { errors: [{ message: problem.message }] };
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: root,
    contextValue: session,
    variableValues: variables as Record<string, unknown>,
    fieldResolver: resolveField,
    typeResolver: (value: Step) => value.type,
  });
  if (!errors) return { data };
  return {
    data,
    errors: errors.map(({ message, originalError, path }) => ({
      message,
      path,
      extensions: details(originalError),
    })),
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
  const { fieldName, returnType } = info;
  if (fieldName === "id") return identify(graph, parent);
  if (fieldName === "node") return graph.find(args.id);
  if (["sync", "start", "stop"].includes(fieldName)) {
    await graph.ask(parent, fieldName, args);
    return graph.remember(parent);
  }
  const type = getNamedType(returnType);
  return isObjectType(type) ? step(parent, type.name, fieldName, args) : graph.ask(parent, fieldName, args);
};

/** An id costs nothing either; only an image's address is looked at, as the engine does. */
function identify(graph: Graph<Session>, asked: Step): string {
  for (let at: Step | undefined = asked; at; at = at.parent)
    if (at.field === "from") checkAddress(String(at.args.address));
  return graph.remember(asked);
}

function authorized({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Basic ${Buffer.from(`${token}:`).toString("base64")}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
