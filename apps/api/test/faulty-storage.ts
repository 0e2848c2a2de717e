import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with a file on its way into storage. */
export type StorageFault =
  | "breaks midway"
  | "says no midway"
  | "keeps the file, and its answer is lost"
  | "begins late";

/** A Supabase whose storage fails, and whose all else is well. */
export type FaultyStorage = {
  url: string;
  fault: StorageFault | undefined;
  /** Lets it begin. */
  goOn: () => void;
  close: () => Promise<unknown>;
};

/**
 * Stands before a Supabase.
 *
 * @param address the Supabase's
 * @returns its address with the fault, of which there is none yet; close it
 */
export async function faultyStorage(address: string): Promise<FaultyStorage> {
  const waiting: (() => void)[] = [];
  const server = createServer((asked, answer) => {
    const isUpload = asked.method === "POST" && asked.url?.startsWith("/storage/v1/object/originals/");
    const fault = isUpload ? storage.fault : undefined;
    if (fault !== "begins late") return pass(asked, answer, address, fault);
    waiting.push(() => pass(asked, answer, address, undefined));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return once(server.close(), "close");
  };
  const goOn = () => {
    for (const one of waiting.splice(0)) one();
  };
  const storage: FaultyStorage = { url: `http://127.0.0.1:${port}`, fault: undefined, goOn, close };
  return storage;
}

function pass(asked: IncomingMessage, answer: ServerResponse, address: string, fault: StorageFault | undefined): void {
  const { method, headers, url } = asked;
  const onward = request(new URL(url ?? "/", address), { method, headers }, (answered) => {
    if (fault) return answer.destroy();
    answer.writeHead(answered.statusCode ?? 500, answered.headers);
    answered.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  asked.on("close", () => asked.complete || onward.destroy());
  asked.pipe(onward);
  if (fault === "breaks midway") asked.once("data", () => asked.destroy());
  if (fault === "says no midway")
    asked.once("data", () => {
      onward.destroy();
      answer.writeHead(500, { "content-type": "application/json", connection: "close" });
      answer.end('{"statusCode":"500","error":"Internal","message":"The disk is full"}');
    });
}
