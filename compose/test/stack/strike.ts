import { createSocket } from "node:dgram";
import { connect as connectPlainly, type Socket } from "node:net";
import { connect } from "node:tls";
import { anybody } from "../../../testing/asking.ts";
import type { Door, Hostile } from "../hostile/words.ts";
import { facts } from "./stack.ts";

/** What came back. */
export interface Returned {
  status: number;
  type: string;
  body: string;
}

/** Whoever neither answers nor closes for so long does neither. Where an answer is meant to come, it is waited for. */
const SILENCE = { none: 2000, some: 30_000 };

/** Sends a line's bytes from an address of its own, and reads until the answer is whole, or the other side is gone. */
export function strike([, bytes, status, { leaves, door } = {}]: Hostile): Promise<Returned> {
  if (door === "h3") return datagrams([bytes].flat());
  return new Promise((done) => {
    let text = "";
    const socket = knock(door);
    const end = () => {
      socket.destroy();
      done(answer(text));
    };
    socket.on("error", () => undefined).on("close", end);
    socket.setTimeout(status === 0 ? SILENCE.none : SILENCE.some, end).on("data", (data: Buffer) => {
      text += data.toString("latin1");
      if (leaves === "answered" || isWhole(text)) end();
    });
    void send(socket, Array.isArray(bytes) ? bytes : [bytes]).then(() => leaves === "sent" && end());
  });
}

/** What comes back of them is no answer to a request. */
async function datagrams(pieces: readonly (string | Buffer)[]): Promise<Returned> {
  const socket = createSocket("udp4");
  for (const piece of pieces)
    await new Promise<void>((sent) => socket.send(piece, facts().https, "127.0.0.1", () => sent()));
  socket.close();
  return answer("");
}

function knock(door?: Door): Socket {
  const { http, https } = facts();
  if (door === "http" || door === "https, without TLS")
    return connectPlainly({ host: "127.0.0.1", port: door === "http" ? http : https });
  const ALPNProtocols = [door === "h2" ? "h2" : "http/1.1"];
  return connect({ port: https, servername: "flipdocs.test", rejectUnauthorized: false, ALPNProtocols });
}

/** Each piece is sent once the one before has left, and a moment later: as one they would not be pieces. */
async function send(socket: Socket, pieces: readonly (string | Buffer)[]): Promise<void> {
  const from = anybody();
  for (const piece of pieces) {
    const bytes = typeof piece === "string" ? Buffer.from(piece.replaceAll("{from}", from), "latin1") : piece;
    await new Promise<void>((sent) => socket.write(bytes, () => sent()));
    if (pieces.length > 1) await new Promise((later) => setTimeout(later, 20));
  }
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0 || /^HTTP\/1.1 1/.test(text)) return false;
  const length = /^content-length: (\d+)/im.exec(text.slice(0, end))?.[1];
  return length ? text.length >= end + 4 + Number(length) : text.endsWith("\r\n0\r\n\r\n");
}

function answer(text: string): Returned {
  const final = text.replace(/^HTTP\/1.1 1\d\d [\s\S]*?\r\n\r\n/, "");
  const [head = "", body = ""] = final.split(/\r\n\r\n([\s\S]*)/);
  const status = Number(/^HTTP\/1.1 (\d{3})/.exec(head)?.[1] ?? 0);
  return { status, type: /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? "", body };
}
