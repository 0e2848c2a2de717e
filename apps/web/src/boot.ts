import { readEnvironment } from "./env.ts";

/** Ends the process when its environment is wrong. Next would log the error and keep a port open that serves nobody. */
export function boot(): void {
  try {
    readEnvironment(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
