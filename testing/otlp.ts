import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const Value = z.object({ stringValue: z.string().optional(), intValue: z.union([z.number(), z.string()]).optional() });
const Attributes = z.array(z.object({ key: z.string(), value: Value }));
const Sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              kind: z.number(),
              attributes: Attributes,
              status: z.object({ code: z.number().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as it came. */
export interface SentSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parent: string | undefined;
  failed: boolean;
  facts: Record<string, string | number | undefined>;
}

/** Something that spans can be sent to, and what came so far. */
export interface Collector {
  url: string;
  spans: SentSpan[];
  /** With what it answers from now on; 200 unless told. */
  answer: (status: number) => void;
  /** All bytes that came, as text: what is nowhere in it was not sent. */
  text: () => string;
  close: () => void;
}

/** Takes spans by OTLP over HTTP, in JSON, on every address of this machine's. */
export async function collector(): Promise<Collector> {
  const spans: SentSpan[] = [];
  const bodies: string[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    bodies.push(body);
    if (request.url === "/v1/traces") spans.push(...spansIn(body));
    response.writeHead(status, { "content-type": "application/json" }).end("{}");
  });
  await once(server.listen(0, "0.0.0.0"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    answer: (next) => {
      status = next;
    },
    text: () => bodies.join("\n"),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Reads what was sent.
 *
 * @param body JSON, as to `/v1/traces`
 * @throws when it is no such thing
 */
export function spansIn(body: string): SentSpan[] {
  return Sent.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(factsOf(resource.attributes)["service.name"]);
    return scopeSpans.flatMap((scope) =>
      scope.spans.map(({ name, traceId, spanId, parentSpanId, status, attributes }) => ({
        service,
        name,
        traceId,
        spanId,
        parent: parentSpanId || undefined,
        failed: status.code === 2,
        facts: factsOf(attributes),
      })),
    );
  });
}

const factsOf = (attributes: z.infer<typeof Attributes>): SentSpan["facts"] =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? numberOf(value.intValue)]));

const numberOf = (value: number | string | undefined) => (value === undefined ? undefined : Number(value));
