/** Looks a name up: all addresses that it has now. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** The replicas behind one name. */
export interface Replicas {
  /** Their addresses, in the order to ask them. */
  inOrder(): readonly string[];
  /** One did not answer: for a while it is the last to be asked. */
  missed(address: string): void;
}

/** For how long an address is taken for granted, in milliseconds. */
const VALID = 1000;
const AVOIDED = 5000;

/**
 * Knows the replicas behind a name, and takes turns. Nobody waits for the resolver: until it has answered, and while it
 * is away, what was known before is used, at first the name itself.
 *
 * @param name - the name
 * @param lookup - asks the resolver
 * @param now - the time in milliseconds
 */
export function replicasOf(name: string, lookup: Lookup, now: () => number = Date.now): Replicas {
  const missedAt = new Map<string, number>();
  let known: readonly string[] = [name];
  let looked = Number.NEGATIVE_INFINITY;
  let turn = 0;
  const lookAgain = async () => {
    looked = now();
    const found = await lookup(name).catch(() => []);
    if (found.length > 0) known = found;
  };
  const avoided = (address: string) => now() - (missedAt.get(address) ?? Number.NEGATIVE_INFINITY) < AVOIDED;
  return {
    inOrder() {
      if (now() - looked >= VALID) void lookAgain();
      const ordered = rotated(known, turn++ % known.length);
      return [...ordered.filter((one) => !avoided(one)), ...ordered.filter(avoided)];
    },
    missed: (address) => void missedAt.set(address, now()),
  };
}

const rotated = <T>(list: readonly T[], by: number): T[] => [...list.slice(by), ...list.slice(0, by)];
