import { isUtf8 } from "node:buffer";

/** Bytes as the engine writes them into its answers: each byte that is no UTF-8 becomes one replacement character. */
export function goText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => at + size <= bytes.length && isUtf8(bytes.subarray(at, at + size)));
    text += length ? bytes.toString("utf8", at, at + length) : "\ufffd";
    at += length ?? 1;
  }
  return text;
}
