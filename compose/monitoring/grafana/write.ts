/** Writes dashboards/*.json from panels.ts: `bun compose/monitoring/grafana/write.ts`. */
import { writeFile } from "node:fs/promises";
import { grafanaDashboard } from "./dashboard.ts";
import { dashboards } from "./panels.ts";

for (const [uid, dashboard] of Object.entries(dashboards)) {
  const file = new URL(`dashboards/${uid}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(grafanaDashboard(uid, dashboard), null, 2)}\n`);
}
