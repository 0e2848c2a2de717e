/**
 * @param request as the proxy passed it on
 * @returns where it came from, if that is known: one address, since the proxy drops what a visitor writes there
 */
export const addressOf = (request: Request): string | undefined => request.headers.get("x-forwarded-for") ?? undefined;

/**
 * @param address IPv4 or IPv6
 * @returns what is counted together: an IPv4 address, or the /64 of an IPv6 one, which a visitor has all of
 */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail] = address.toLowerCase().split("::");
  const [before, after] = [head, tail].map((half) => (half ? half.split(":") : []));
  const zeros = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const groups = [...(before ?? []), ...Array<string>(Math.max(0, zeros)).fill("0"), ...(after ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

/** @returns who asks, as far as an address tells: those that are counted together are one */
export function visitorOf(request: Request): string | undefined {
  const address = addressOf(request);
  return address && addressKey(address);
}
