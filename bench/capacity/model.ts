/**
 * Visitors who think and machines who work: a closed queueing network with one station of equal processors, which share
 * their time among all requests. Its states are a birth and death process, whose shares are known in closed form and do
 * not depend on how requests' times are spread (Baskett, Chandy, Muntz, Palacios 1975, type 1).
 */
export interface Load {
  /** Visitors; each asks again when it has thought about the answer. */
  readonly visitors: number;
  /** Seconds between an answer and the next request, in the mean. */
  readonly think: number;
  /** Seconds of a processor's time that a request takes, in the mean. */
  readonly demand: number;
  readonly processors: number;
}

/** What it comes to, in the mean. */
export interface Expected {
  /** Requests a second. */
  readonly throughput: number;
  /** Seconds until an answer. */
  readonly response: number;
  /** Share of the processors' time, 0 to 1. */
  readonly busy: number;
}

/** What such a load comes to. */
export function expected({ visitors, think, demand, processors }: Load): Expected {
  if (think === 0) return outcome(visitors, 0, demand, processors, Math.min(visitors, processors));
  // The logarithm of each state's weight: how many requests are at work.
  const weights = [0];
  for (let working = 1; working <= visitors; working++) {
    const comes = (visitors - working + 1) / think;
    const goes = Math.min(working, processors) / demand;
    weights.push((weights[working - 1] ?? 0) + Math.log(comes / goes));
  }
  const most = Math.max(...weights);
  const shares = weights.map((weight) => Math.exp(weight - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  const busy = shares.reduce((total, share, working) => total + share * Math.min(working, processors), 0) / sum;
  return outcome(visitors, think, demand, processors, busy);
}

/** By Little's law: visitors are either thinking or waiting for an answer. */
function outcome(visitors: number, think: number, demand: number, processors: number, busy: number): Expected {
  const throughput = busy / demand;
  return { throughput, response: visitors / throughput - think, busy: busy / processors };
}

/**
 * How many visitors a machine carries.
 *
 * @param busy the share of its processors' time that they may take, 0 to 1
 */
export function carried({ think, demand, processors }: Omit<Load, "visitors">, busy: number): number {
  let visitors = 1;
  while (expected({ visitors: visitors * 2, think, demand, processors }).busy <= busy) visitors *= 2;
  for (let step = visitors / 2; step >= 1; step /= 2)
    if (expected({ visitors: visitors + step, think, demand, processors }).busy <= busy) visitors += step;
  return visitors;
}
