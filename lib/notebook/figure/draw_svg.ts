import { FigureError, type PlainSpec } from "./spec.ts";
import { type PlotlyProblem, plotlyWindow } from "./plotly_window.ts";

// One figure at a time, because the random identifiers of a figure come from a generator that all of them share.
let queue: Promise<unknown> = Promise.resolve();

/**
 * The figure as SVG of the given size in pixels. The same specification gives the same bytes on every runtime, in any order of figures.
 *
 * @throws {FigureError} when Plotly does not know an attribute or value in the specification.
 */
export function drawSvg(spec: PlainSpec, width: number, height: number): Promise<string> {
  const drawn = queue.then(() => draw(spec, width, height));
  queue = drawn.catch(() => undefined);
  return drawn;
}

async function draw(spec: PlainSpec, width: number, height: number): Promise<string> {
  const window = await plotlyWindow();
  // Plotly's validation breaks down at a legend that is described and not shown, as it is for one curve.
  const problem = window.Plotly.validate(spec.data, { ...spec.layout, showlegend: spec.layout["showlegend"] || true })
    ?.find(isMistake);
  if (problem !== undefined) throw mistake(problem);
  window.Math.random = seededRandom();
  // Plotly writes into what it is given.
  const { data, layout } = structuredClone(spec);
  const svg = await window.Plotly.toImage({ data, layout: { ...layout, width, height } }, {
    format: "svg",
    width,
    height,
    imageDataOnly: true,
  });
  return roundNumbers(unclipLegends(svg));
}

// Plotly also reports what has no effect, such as the colour of a line that is not drawn.
function isMistake({ code }: PlotlyProblem): boolean {
  return ["schema", "value", "object", "array"].includes(code);
}

function mistake({ container, trace, astr, msg }: PlotlyProblem): FigureError {
  const path = container === "data" ? `data[${trace ?? "?"}].${astr}` : `layout.${astr}`;
  return new FigureError(`Cannot draw ${path}: ${msg.replace(/\.$/, "")}. See Plotly's reference for the attribute`);
}

/** A small generator whose only purpose is that identifiers inside the SVG are the same each time. */
function seededRandom(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A legend is clipped to its measured width, which would cut names in a viewer whose font is wider. */
function unclipLegends(svg: string): string {
  return svg.replace(/(<g class="legend"[^>]*?) clip-path="[^"]*"/g, "$1")
    .replace(/(<g class="scrollbox"[^>]*?) clip-path="[^"]*"/g, "$1");
}

/** Three decimals in attributes: a thousandth of a pixel cannot be seen, and the last digits of sines and logarithms differ between runtimes. */
function roundNumbers(svg: string): string {
  return svg.replace(
    / (?:d|x|y|x1|x2|y1|y2|cx|cy|width|height|transform|points|style)="[^"]*"/g,
    (attribute) =>
      attribute.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (digits) => {
        const rounded = Number(digits).toFixed(3).replace(/\.?0+$/, "");
        return rounded === "-0" ? "0" : rounded;
      }),
  );
}
