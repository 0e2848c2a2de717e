import type { Dashboard, Panel } from "./panel.ts";
import { deploys } from "./panels.ts";

const SOURCE = { type: "prometheus", uid: "prometheus" };
const [WIDTH, HEIGHT, COLUMNS] = [12, 8, 2];

/**
 * Makes of the tables that panels.ts names what Grafana provisions.
 *
 * @param uid the dashboard's address in Grafana
 * @param dashboard title and panels
 * @returns the JSON model: two panels a row, deploys marked on all of them
 */
export function grafanaDashboard(uid: string, { title, panels }: Dashboard) {
  return {
    uid: `flipdocs-${uid}`,
    title,
    tags: ["flipdocs"],
    schemaVersion: 41,
    editable: false,
    refresh: "30s",
    time: { from: "now-3h", to: "now" },
    annotations: { list: [deployMarks()] },
    panels: panels.map(grafanaPanel),
  };
}

function deployMarks() {
  return {
    name: "Deploys",
    datasource: SOURCE,
    enable: true,
    iconColor: "blue",
    expr: deploys,
    step: "15s",
    titleFormat: "Release {{release}}",
  };
}

function grafanaPanel({ title, unit, queries }: Panel, index: number) {
  return {
    id: index + 1,
    title,
    type: "timeseries",
    datasource: SOURCE,
    gridPos: { x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 8 } }, overrides: [] },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
    targets: Object.entries(queries).map(([legendFormat, expr], query) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + query),
      datasource: SOURCE,
      expr,
      legendFormat,
    })),
  };
}
