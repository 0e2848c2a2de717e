import { desiredReplicas } from "../deploy/desired.js";
import { fetchImages, type Login } from "../deploy/fetch.js";
import { type Host, pinned, placement } from "../deploy/hosts.js";
import type { Owner } from "../deploy/lock.js";
import { type Done, locked } from "../deploy/locked.js";
import { observe } from "../deploy/observe.js";
import { registryOf } from "../deploy/plan.js";
import { type Access, reach } from "../deploy/reach.js";
import { nothingDeployed, Refusal } from "../deploy/refusal.js";
import { digestsOf } from "../deploy/release.js";
import { spread } from "../deploy/spread.js";
import { imagesOfAll, redisForAll } from "../deploy/stay.js";
import { Steps } from "../deploy/steps.js";
import { parseHost } from "../deploy/target.js";
import { mustAnswer } from "../deploy/verify.js";
import { say } from "../progress.js";
import { enter } from "./enter.js";
import { planJoin } from "./plan.js";

/** A host that is to work for another one. */
export interface Joined {
  /** The host that was deployed to. */
  access: Access;
  /** The other one, as in `deploy@203.0.113.8`: the same key opens it, and its host key is among the known ones. */
  worker: string;
  owner: Owner;
  /** Who pulls the images. */
  login?: Omit<Login, "registry">;
  /** Seconds: for somebody else's lock, and for replicas to become healthy. */
  wait: number;
  deadline: number;
}

/**
 * Makes a second host a worker of the first, and spreads replicas over both: it has the images before it joins, and each
 * host has been seen to reach the other before work comes to it. Again, it only spreads what stands unevenly.
 *
 * @returns the report
 * @throws Refusal when it cannot be one: it is in no Swarm then, and what served serves
 */
export async function join({ access, worker, owner, login: who, wait, deadline }: Joined): Promise<string> {
  const on = reach(access);
  const other = reach({ ...access, host: worker });
  const { stack } = access;
  const { address } = parseHost(access.host);
  const steps = new Steps();
  const found = await steps.run("look", "what the worker has", () => of(worker, () => observe(other, stack)));
  const { text } = await locked<Done & { text: string }>(on, { stack, owner, wait, steps }, async (seen, lock) => {
    if (!seen.release) throw nothingDeployed();
    const serving = desiredReplicas(seen.release.stack, seen.state);
    const redis = redisForAll(serving);
    const images = [...imagesOfAll(serving), redis];
    const { warnings, done, ...plan } = planJoin(seen, found, images);
    for (const warning of warnings) say("warning", warning);
    const login = who && { ...who, registry: registryOf(images[0] ?? "") };
    await of(worker, () => fetchImages(other, images, { ...found, hosts: [] }, { login, steps }));
    const id = done
      ? found.node
      : await steps.run("join", "the Swarm, and see that the hosts reach each other", () =>
          enter({ ...plan, access, worker, image: redis }),
        );
    const hosts = [
      ...seen.hosts.filter((one) => one.id !== id && !plan.forgotten.includes(one)),
      {
        id,
        name: found.name,
        role: "worker",
        availability: "active",
        state: "ready",
        address: "",
        joined: true,
      } satisfies Host,
    ];
    const given = { name: stack, stack: serving, hosts, lock, deadline, steps };
    const state = await spread(on, given, seen.state);
    const problem = `${found.name} is a worker, and the site does not answer as it should.`;
    await mustAnswer(on, serving, address, steps, problem);
    return {
      result: `${found.name}, ${done ? "a worker already" : "a worker"}`,
      digests: digestsOf(serving),
      text: [
        `${found.name} is a worker of ${address}${done ? " already" : ""}.`,
        ...Object.keys(serving.services).map((name) => `  ${name}: ${placement(name, state.tasks, hosts)}`),
        `Pinned, and not moved when their host is lost: ${pinned(serving).join(", ")}.`,
      ].join("\n"),
    };
  });
  return [text, "", steps.toString()].join("\n");
}

/** Says of which of the two hosts a refusal is. */
async function of<T>(host: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, problem, hint, log } = error;
    throw new Refusal(code, `--worker ${host}: ${problem}`, hint, log);
  }
}
