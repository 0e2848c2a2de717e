import { say } from "../progress.js";

/** How long each step took. */
export class Steps {
  readonly #seconds: [name: string, seconds: number][] = [];
  readonly #began = Date.now();

  /** Says what a step is about to do, runs it, and keeps its time. */
  async run<T>(name: string, what: string, work: () => Promise<T>): Promise<T> {
    say(name, what);
    const started = Date.now();
    try {
      return await work();
    } finally {
      this.#seconds.push([name, (Date.now() - started) / 1000]);
    }
  }

  /** All seconds; some steps are taken beside each other. */
  get total(): number {
    return (Date.now() - this.#began) / 1000;
  }

  /** As in `look 1.0 s, push 2.3 s; 3.3 s in all`. */
  toString(): string {
    const each = this.#seconds.map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`);
    return `${each.join(", ")}; ${this.total.toFixed(1)} s in all`;
  }
}
