import { createHash } from "node:crypto";
import type { ServiceState } from "../api/service.ts";
import { mountIds } from "../build/fs.ts";

/** The name of a service in its session's network: 13 letters and digits, the same for the same service. */
export function serviceName({ container, args }: ServiceState): string {
  const { fs, lastExec: _, mounts, ...rest } = container;
  const identity = { fs: fs.id, mounts: mountIds(mounts), rest, args };
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest();
  return [...hash.subarray(0, 13)].map((byte) => "0123456789abcdefghijklmnopqrstuv"[byte % 32]).join("");
}
