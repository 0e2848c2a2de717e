import type { SessionFolder } from "./build/session-folder.ts";
import { type Fields, Graph } from "./graph.ts";
import type { Progress } from "./progress.ts";
import { Services } from "./service/services.ts";

/** What every field may use: the graph of values, its folder, running services. */
export class Session {
  readonly graph: Graph<Session>;
  readonly services: Services = new Services(this);
  readonly #stop = new AbortController();
  /** Aborted when the session is to end: builds are stopped, `up` returns. */
  readonly stopped = this.#stop.signal;

  /**
   * @param fields how each is computed
   * @param progress where steps are shown while they run
   */
  constructor(
    fields: Fields<Session>,
    readonly folder: SessionFolder,
    readonly progress: Progress,
  ) {
    this.graph = new Graph<Session>(fields, this);
  }

  /** Stops services and removes what the session made: containers, network, contexts. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.services.network.close();
    await this.folder.close();
  }
}
