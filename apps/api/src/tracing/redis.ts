import { tracingChannel } from "node:diagnostics_channel";
import type { Span } from "@flipdocs/tracing";
import { beginWithin } from "@flipdocs/tracing/current";
import { z } from "zod";

/** What ioredis tells of a command. Its arguments are there as well, and left alone: keys have people's ids in them. */
const Command = z.object({ command: z.string().regex(/^[a-z]{1,20}$/i) });

/**
 * Makes a span of each command that is sent to Redis on behalf of another one. What nobody asked for, as the worker's
 * waiting for a job, is none.
 *
 * @returns how to stop
 */
export function traceRedis(): () => void {
  const spans = new WeakMap<object, Span>();
  const failed = new WeakSet<object>();
  const told = {
    start: (message: object) => {
      const name = Command.safeParse(message).data?.command.toUpperCase();
      if (name === undefined) return;
      const facts = { "db.system.name": "redis", "db.operation.name": name } as const;
      const span = beginWithin(`redis ${name}`, { kind: "client", facts });
      if (span) spans.set(message, span);
    },
    end: () => undefined,
    asyncStart: () => undefined,
    error: (message: object) => void failed.add(message),
    asyncEnd: (message: object) => spans.get(message)?.end({ failed: failed.has(message) }),
  };
  const channel = tracingChannel("ioredis:command");
  channel.subscribe(told);
  return () => void channel.unsubscribe(told);
}
