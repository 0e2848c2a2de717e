import { repositoryOf } from "../release/publish.js";
import type { StackService } from "../release/stack-service.js";
import type { StackFile } from "../release/swarm.js";
import { pinned } from "./hosts.js";
import type { Observed } from "./observe.js";
import { registryOf } from "./plan.js";
import { wholeDigest } from "./release.js";

/** A reference without its tag, as Docker lists what it has. */
const untagged = (reference: string): string => reference.replace(/:[^:/@]+(?=@)/, "");

/** Where a service is pinned to. */
const placeOf = (service?: StackService): string =>
  JSON.stringify((service?.deploy as { placement?: unknown } | undefined)?.placement);

/**
 * A stack in which what is pinned keeps the name that it runs by, where only the registry is another one: its image is on
 * the one host that it ever runs on, and it could be replaced only by leaving first. What is not pinned moves along, replica
 * by replica, since another host may not reach the registry before.
 *
 * @param wanted images by digest
 * @param seen what runs, what was deployed last, and which images the host has
 */
export function staying(
  wanted: StackFile,
  { state, release, present }: Pick<Observed, "state" | "release" | "present">,
): StackFile {
  const services = pinned(wanted).flatMap((name) => {
    const [service, before] = [wanted.services[name], release?.stack.services[name]];
    const [then, is] = [String(before?.image), String(service?.image)];
    const runs = untagged(state.services[name]?.image ?? "");
    const isSame = wholeDigest(is) !== undefined && wholeDigest(is) === wholeDigest(then) && runs === then;
    const isThere = present.includes(then) && placeOf(service) === placeOf(before);
    return isSame && isThere ? [[name, { ...service, image: then }]] : [];
  });
  return { ...wanted, services: { ...wanted.services, ...Object.fromEntries(services) } };
}

/** The images that each host has to have: those of what is not pinned. */
export function imagesOfAll(stack: Pick<StackFile, "services">): string[] {
  const fixed = pinned(stack);
  return Object.entries(stack.services).flatMap(([name, { image }]) => (fixed.includes(name) ? [] : [String(image)]));
}

/**
 * Redis' image, as another host can pull it: a release of ours has all images in one registry, and Redis may have stayed by
 * the name that it has in an earlier one.
 */
export function redisForAll(stack: Pick<StackFile, "services">): string {
  const own = String(stack.services.redis?.image);
  const [other] = imagesOfAll(stack);
  const isOurs = own.includes(`/${repositoryOf("redis")}@`);
  return isOurs && other ? registryOf(other) + own.slice(registryOf(own).length) : own;
}
