import type { Dashboard } from "./panel.ts";
import { saturation } from "./saturation.ts";
import { service } from "./service.ts";

/** A point wherever a release is there that was not a minute ago. */
export const deploys =
  "max by (release) (flipdocs_release_info) unless max by (release) (flipdocs_release_info offset 1m)";

/** What is watched: how the service does for its readers, and what it runs on. */
export const dashboards: Record<string, Dashboard> = { service, saturation };
