import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with a PDF on its way into storage. */
export type StorageFault = "breaks midway" | "says no midway" | "keeps the file, and its answer is lost";

/** Says of a file on its way into storage, by bucket and path, whether it has to wait. */
export type Hold = (file: string) => boolean;

/** A Supabase whose storage fails, and whose all else is well. */
export type FaultyStorage = {
  url: string;
  fault: StorageFault | undefined;
  /** Holds such files from now on, and lets those begin that it held and that are none. */
  hold: (such: Hold) => void;
  /** The files that wait. */
  held: () => string[];
  close: () => Promise<unknown>;
};

/**
 * Stands before a Supabase.
 *
 * @param address the Supabase's
 * @returns its address with the fault, of which there is none yet; close it
 */
export async function faultyStorage(address: string): Promise<FaultyStorage> {
  let waiting: { file: string; begin: () => void }[] = [];
  let isHeld: Hold = () => false;
  const server = createServer((asked, answer) => {
    const file = asked.method === "POST" ? asked.url?.split("/storage/v1/object/")[1] : undefined;
    const fault = file?.startsWith("originals/") ? storage.fault : undefined;
    const begin = () => pass(asked, answer, address, fault);
    if (file && isHeld(file)) waiting.push({ file, begin });
    else begin();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return once(server.close(), "close");
  };
  const hold = (such: Hold) => {
    isHeld = such;
    const before = waiting;
    waiting = before.filter(({ file }) => such(file));
    for (const { file, begin } of before) if (!such(file)) begin();
  };
  const held = () => waiting.map(({ file }) => file);
  const storage: FaultyStorage = { url: `http://127.0.0.1:${port}`, fault: undefined, hold, held, close };
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
