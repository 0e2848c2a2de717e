import { expect, test } from "vitest";
import { type Drawing, pageOf } from "./page.ts";

const drawing: Drawing = {
  title: "The service",
  times: [0, 2],
  graphs: [
    {
      title: "Latency < 1 s",
      unit: "s",
      place: { x: 12, w: 12 },
      lines: [
        { name: "p95", values: [0.5, null] },
        { name: "</script>", values: [null, null] },
      ],
    },
  ],
  marks: [],
};
const html = pageOf(drawing, "Not by Grafana.", { style: ".u-wrap {}", script: "draw()" });

test("a panel stands where Grafana puts it, and each legend has its last value", () => {
  expect(html).toContain('<section style="grid-column: 13 / span 12"><h2>Latency &#60; 1 s</h2>');
  expect(html).toContain("p95 <b>500 ms</b>");
  expect(html).toContain("&#60;/script&#62; <b>no data</b>");
});

test("the page says of when it is and what it is not", () => {
  expect(html).toContain("1970-01-01, 00:00:00 to 00:00:02 UTC");
  expect(html).toContain("<footer>Not by Grafana.</footer>");
});

test("what is drawn goes into a script that no name can end", () => {
  const [, json] = /<script>globalThis\.drawing = (.*?)<\/script>/.exec(html) ?? [];
  expect(JSON.parse(json ?? "")).toEqual(drawing);
});
