import { createHash } from "node:crypto";
import type { ServiceState } from "../api/service.ts";
import { locationId } from "../build/fs.ts";

/** The name of a service in its session's network: 13 letters and digits, the same for the same service. */
export function serviceName(state: ServiceState): string {
  const hash = createHash("sha256")
    .update(JSON.stringify(identity(state)))
    .digest();
  return [...hash.subarray(0, 13)].map((byte) => "0123456789abcdefghijklmnopqrstuv"[byte % 32]).join("");
}

function identity(state: ServiceState): unknown {
  if (state.kind !== "container") return state;
  const { container, args } = state;
  const { fs, lastExec: _, mounts, ...rest } = container;
  return {
    fs: fs.id,
    mounts: mounts.map((mount) => ("from" in mount && mount.from ? { ...mount, from: locationId(mount.from) } : mount)),
    rest,
    args,
  };
}
