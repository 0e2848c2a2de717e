/**
 * Visitors who think and stations who work: a closed queueing network, whose stations share their time among all
 * requests that are there. Its states' weights are products, and do not depend on how requests' times are spread
 * (Baskett, Chandy, Muntz, Palacios 1975, types 2 and 3); they are summed station by station (Buzen 1973).
 */
export interface Station {
  /** Seconds of one of its processors' time that a request takes, in the mean. */
  readonly demand: number;
  readonly processors: number;
}

export interface Load {
  /** Visitors; each asks again when it has thought about the answer. */
  readonly visitors: number;
  /** Seconds between an answer and the next request, in the mean. */
  readonly think: number;
  readonly stations: readonly Station[];
}

/** What it comes to, in the mean. */
export interface Expected {
  /** Requests a second. */
  readonly throughput: number;
  /** Seconds until an answer. */
  readonly response: number;
  /** Share of each station's time, 0 to 1. */
  readonly busy: readonly number[];
}

/** The logarithm of a sum of what has these logarithms. */
function sum(logarithms: readonly number[]): number {
  const most = Math.max(...logarithms);
  return most === -Infinity
    ? most
    : most + Math.log(logarithms.reduce((total, one) => total + Math.exp(one - most), 0));
}

/** The logarithms of a station's weights with 0, 1, … visitors there: thinking is a station with a processor for each. */
function weights({ demand, processors }: Station, visitors: number): number[] {
  const found = [0];
  for (let here = 1; here <= visitors; here++)
    found.push((found[here - 1] ?? 0) + Math.log(demand / Math.min(here, processors)));
  return found;
}

const together = (one: readonly number[], other: readonly number[]) =>
  one.map((_, all) => sum(one.slice(0, all + 1).map((weight, here) => weight + (other[all - here] ?? 0))));

/** What such a load comes to. */
export function expected({ visitors, think, stations }: Load): Expected {
  const thinking = { demand: think, processors: Number.POSITIVE_INFINITY };
  const all = [thinking, ...stations].map((station) => weights(station, visitors)).reduce(together);
  const throughput = Math.exp((all[visitors - 1] ?? 0) - (all[visitors] ?? 0));
  return {
    throughput,
    // By Little's law: visitors are either thinking or waiting for an answer.
    response: visitors / throughput - think,
    busy: stations.map(({ demand, processors }) => (throughput * demand) / processors),
  };
}

/**
 * How many visitors keep every station below a share of its time.
 *
 * @param busy 0 to 1
 */
export function carried(load: Omit<Load, "visitors">, busy: number): number {
  const carries = (visitors: number) => Math.max(...expected({ ...load, visitors }).busy) <= busy;
  let visitors = 1;
  while (carries(visitors * 2)) visitors *= 2;
  for (let step = visitors / 2; step >= 1; step /= 2) if (carries(visitors + step)) visitors += step;
  return visitors;
}
