import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FluentServer } from "@fluent-org/logger";
import { z } from "zod";

const Notification = z.object({
  receiver: z.string(),
  status: z.enum(["firing", "resolved"]),
  alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })),
});

/** Something that listens, and what came so far. */
export interface Receiver<Entry> {
  port: number;
  received: Entry[];
  close: () => Promise<void>;
}

/** Takes Alertmanager's webhooks; an entry is `<receiver> <status> <alert>`. */
export async function alertReceiver(): Promise<Receiver<string>> {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request);
    const { receiver, status, alerts } = Notification.parse(JSON.parse(Buffer.concat(chunks).toString()));
    received.push(...alerts.map(({ labels }) => `${receiver} ${status} ${labels.alertname}`));
    response.end();
  });
  // Containers reach the host by its address on their network.
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, received, close: async () => void server.close() };
}

/** A line as Docker's fluentd driver sends it. */
export interface LogEntry {
  tag: string;
  record: Record<string, unknown>;
}

/** Takes the forward protocol, as Fluentd does. */
export async function logReceiver(): Promise<Receiver<LogEntry>> {
  const received: LogEntry[] = [];
  const server = new FluentServer({ listenOptions: { port: 0, host: "127.0.0.1" } });
  server.on("entry", (tag: string, _time: unknown, record: Record<string, unknown>) => {
    received.push({ tag, record });
  });
  await server.listen();
  return { port: server.port ?? 0, received, close: () => server.close() };
}
