import { expect, test } from "vitest";
import { plotSpec } from "../../../kernels/page/plot_spec.ts";
import { renderPage } from "../../../kernels/page/mod.ts";
import { figure } from "../../../lib/notebook/mod.ts";
import { code, notebook, shown } from "./notebooks.ts";

const PLOTLY = "application/vnd.plotly.v1+json";
const scripts = { page: "./assets/page.js", plotly: "./assets/plotly.js" };

test.each([
  null,
  3,
  {},
  { data: [] },
  { data: "x" },
  { data: [{ type: "scattergeo" }] },
  { data: [{ type: "image", source: "http://127.0.0.1:9" }] },
  { data: [{ y: [1] }, { type: "surface" }] },
  { data: [{ y: "0".repeat(2_100_000) }] },
])("plotSpec() leaves %j to the picture", (value) => {
  expect(plotSpec(value)).toBeNull();
});

test("plotSpec() keeps data and layout, and nothing that loads or reaches prototypes", () => {
  const value = JSON.parse(`{
    "data": [{ "type": "bar", "y": [1, 2], "constructor": { "prototype": { "a": 1 } }, "marker": { "__proto__": { "a": 1 } } }],
    "layout": { "title": { "text": "t" }, "images": [1], "updatemenus": [1], "template": { "layout": { "images": [1], "width": 3 } } },
    "config": { "plotlyServerURL": "x" }, "frames": [1]
  }`);
  expect(JSON.parse(plotSpec(value)!)).toEqual({
    data: [{ type: "bar", y: [1, 2], marker: {} }],
    layout: { title: { text: "t" }, template: { layout: { width: 3 } } },
  });
});

test("renderPage() gives a figure its specification only where scripts are", async () => {
  const bundle = await figure({ data: [{ y: [1, 2] }] }, { alt: "a" });
  const cells = notebook(code("", [shown(bundle)]));
  const still = await renderPage(cells, { title: "T" });
  expect(/data-plot=|<script/.exec(still)).toBeNull();
  const live = await renderPage(cells, { title: "T", scripts });
  const spec = /<figure class="figure drawn" data-plot="([^"]*)"><img /.exec(live)![1]!;
  expect(JSON.parse(spec.replaceAll("&quot;", '"')).data).toEqual((bundle[PLOTLY] as { data: unknown }).data);
  expect(live.match(/<script/g)).toHaveLength(1);
  expect(/<script[^>]*>/.exec(live)![0]).toBe('<script src="./assets/page.js" data-plotly="./assets/plotly.js" defer>');
  expect(/Content-Security-Policy" content="([^"]*)"/.exec(live)![1]).toContain("script-src &#39;self&#39;;");
});

test("renderPage() draws a figure that has no picture, and says so to those without scripts", async () => {
  const cells = notebook(code("", [shown({ [PLOTLY]: { data: [{ y: [1] }] }, "text/plain": "A figure" })]));
  expect(await renderPage(cells, { title: "T", scripts })).toMatch(/data-plot="[^"]*"><p class="note">A figure \(/);
  expect(await renderPage(cells, { title: "T" })).toContain('class="result">A figure</pre>');
});

test("renderPage() refuses scripts from elsewhere", async () => {
  await expect(renderPage(notebook(), { title: "T", scripts: { ...scripts, plotly: "https://example.org/p.js" } }))
    .rejects.toThrow(/"https:\/\/example.org\/p.js"/);
});
