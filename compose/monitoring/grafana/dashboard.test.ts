import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { grafanaDashboard } from "./dashboard.ts";
import { dashboards } from "./panels.ts";

test.each(Object.keys(dashboards))("dashboards/%s.json is what panels.ts says", async (uid) => {
  const written = JSON.parse(await readFile(new URL(`dashboards/${uid}.json`, import.meta.url), "utf8"));
  const dashboard = dashboards[uid] ?? { title: "", panels: [] };
  expect(written, "run: bun compose/monitoring/grafana/write.ts").toEqual(grafanaDashboard(uid, dashboard));
});

test("panels stand two a row, and deploys are marked", () => {
  const panel = { title: "", unit: "short", queries: { up: "up" } } as const;
  const { panels, annotations } = grafanaDashboard("x", { title: "X", panels: [panel, panel, panel] });
  expect(panels.map(({ gridPos: { x, y } }) => [x, y])).toEqual([
    [0, 0],
    [12, 0],
    [0, 8],
  ]);
  expect(annotations.list[0]?.expr).toContain("flipdocs_release_info");
});
