import { Problem } from "../problems/problem.ts";

/** Lets each member have so many uploads at once, wherever they come from. */
export type Places = {
  /**
   * @param member the member's id
   * @param work has a place until it ends
   * @throws Problem `too-many-requests` without beginning, when this member has no place left
   */
  hold: <T>(member: string, work: () => Promise<T>) => Promise<T>;
};

/**
 * Makes the places of this replica. They are in its memory, as the uploads are: whatever ends the one ends the other.
 *
 * @param most how many uploads a member may have at once
 * @returns the places, all free
 */
export function createPlaces(most: number): Places {
  const held = new Map<string, number>();
  return {
    hold: async (member, work) => {
      const before = held.get(member) ?? 0;
      if (before >= most)
        throw new Problem("too-many-requests", `You have ${most} uploads under way: wait until one has ended.`);
      held.set(member, before + 1);
      try {
        return await work();
      } finally {
        const left = (held.get(member) ?? 1) - 1;
        if (left > 0) held.set(member, left);
        else held.delete(member);
      }
    },
  };
}
