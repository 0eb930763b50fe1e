import { factList, type Facts, factsOf } from "./facts.ts";

// Kinds that need neither a network nor a graphics card.
const KINDS =
  ("bar box candlestick contour funnel funnelarea heatmap histogram histogram2d histogram2dcontour icicle indicator ohlc pie sankey " +
    "scatter scatterpolar scatterternary sunburst treemap violin waterfall").split(" ");

// More than this makes a page slow; the picture stays.
const LONGEST = 2_000_000;

/**
 * A Plotly figure from an output as JSON for a page, or `null` where the picture must do. Kept are data and layout of the kinds of trace
 * that need neither a network nor a graphics card; pictures inside of the layout, and what would change Plotly itself, are left out.
 *
 * @param value The content of the output's form for Plotly.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const value = { data: [{ y: [1, 2] }], layout: { images: [{ source: "https://example.org/x.png" }] }, config: { a: 1 } };
 * assert.equal(plotSpec(value), '{"data":[{"y":[1,2]}],"layout":{}}');
 * assert.equal(plotSpec({ data: [{ type: "scattergeo" }] }), null);
 * ```
 */
export function plotSpec(value: unknown): string | null {
  const { data, layout } = factsOf(value);
  if (!Array.isArray(data) || data.length === 0) return null;
  const traces = factList(data);
  if (!traces.every(({ type }) => type === undefined || KINDS.includes(String(type)))) return null;
  const spec = JSON.stringify(
    { data: traces, layout: withoutPictures(factsOf(layout)) },
    // No name with which merging objects could reach the prototypes of all others.
    (key, value) => REFUSED.includes(key) ? undefined : value,
  );
  return spec.length > LONGEST ? null : spec;
}

const REFUSED = ["__proto__", "constructor", "prototype"];
const LEFT_OUT = ["images", "updatemenus", "sliders", "geo", "map", "mapbox", "scene"];

function withoutPictures(layout: Facts): Facts {
  const kept = Object.fromEntries(Object.entries(layout).filter(([key]) => !LEFT_OUT.includes(key)));
  if (kept["template"] === undefined) return kept;
  const template = factsOf(kept["template"]);
  return {
    ...kept,
    template: template["layout"] === undefined
      ? template
      : { ...template, layout: withoutPictures(factsOf(template["layout"])) },
  };
}
