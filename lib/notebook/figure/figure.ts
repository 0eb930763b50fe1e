import { base64 } from "../base64.ts";
import { display } from "../display.ts";
import { escapeHtml } from "../escape_html.ts";
import { type MimeBundle, PLOTLY_MIME } from "../mime.ts";
import { checkTraces } from "./check_traces.ts";
import { drawSvg } from "./draw_svg.ts";
import { droppedPoints, withoutNonPositive } from "./dropped_points.ts";
import { plainSpec } from "./plain_spec.ts";
import { FigureError, type FigureSpec, type PlainSpec } from "./spec.ts";
import { summary } from "./summary.ts";
import { TEMPLATE } from "./template.ts";
import { withWarnings } from "./warning_footer.ts";

/** What goes with a figure. */
export interface FigureOptions {
  /** What the figure shows, for those who cannot see it. One or two sentences. */
  readonly alt: string;
  /** Pixels. Default 720. */
  readonly width?: number;
  /** Pixels, without the lines of warnings below. Default 440. */
  readonly height?: number;
}

/** Most bytes of one figure in all its forms: larger messages do not reach the notebook reliably. */
export const MAXIMUM_FIGURE_BYTES = 1_500_000;

/**
 * A figure in every form in which a notebook may show it: an interactive Plotly figure, the SVG as an `<img>` (the one picture that
 * a notebook shows before it is trusted), the SVG itself, and a summary in words. The SVG is made without a browser and is the same
 * to the byte wherever and whenever it is made.
 *
 * Points that are not finite, or not positive on a logarithmic axis, are left out, and a line below the figure says how many. Text may
 * hold `<b>`, `<i>`, `<sub>`, `<sup>` and `<br>`; formulas are written with Unicode letters, not with TeX.
 *
 * @throws {FigureError} when an attribute or value is unknown to Plotly, a trace needs WebGL or a network, x and y differ in length, a
 * number outside a trace's arrays is not finite, or the figure is larger than 1.5 MB.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bundle = await figure(
 *   { data: [{ x: [1, 2, 3], y: [1, 4, Infinity], name: "γ" }], layout: { title: { text: "Squares" } } },
 *   { alt: "Three squares" },
 * );
 * assert.match(String(bundle["text/html"]), /^<img src="data:image\/svg\+xml;base64,[^"]+" alt="Three squares"/);
 * assert.match(String(bundle["image/svg+xml"]), /1 of 3 points not drawn/);
 * ```
 */
export async function figure(spec: FigureSpec, options: FigureOptions): Promise<MimeBundle> {
  const { alt, width = 720, height = 440 } = options;
  checkOptions(alt, width, height);
  const plain = plainSpec(spec);
  checkTraces(plain);
  refuseTex(plain);
  const warnings = droppedPoints(spec, plain);
  const drawable = withoutNonPositive(plain);
  const themed: PlainSpec = { data: drawable.data, layout: { template: TEMPLATE, ...plain.layout } };
  const svg = withWarnings(await drawSvg(themed, width, height), width, height, warnings);
  const bundle = {
    [PLOTLY_MIME]: {
      data: themed.data,
      // Without a width of its own the figure takes that of its place, where one of many pixels would scroll sideways.
      layout: {
        ...withoutWidth(themed.layout),
        height,
        autosize: true,
        ...interactiveWarnings(plain.layout, warnings),
      },
      // Plotly's own button would send the figure to its cloud.
      config: { displaylogo: false, responsive: true, showSendToCloud: false },
    },
    "image/svg+xml": svg,
    "text/html": `<img src="data:image/svg+xml;base64,${base64(svg)}" alt="${escapeHtml(alt)}" width="${width}"` +
      ` style="max-width:100%;height:auto;background:#ffffff">`,
    "text/plain": summary(drawable, warnings, alt),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(bundle)).length;
  if (bytes > MAXIMUM_FIGURE_BYTES) {
    throw new FigureError(
      `Cannot show a figure of ${bytes} bytes: stay below ${MAXIMUM_FIGURE_BYTES}, with fewer points or without smoothing`,
    );
  }
  return bundle;
}

/**
 * Draws and shows a {@link figure}. Await it.
 *
 * @throws {FigureError} as {@link figure} does.
 *
 * @example
 * ```ts
 * await showFigure({ data: [{ y: [1, 4, 9] }] }, { alt: "Three squares" });
 * ```
 */
export async function showFigure(spec: FigureSpec, options: FigureOptions): Promise<void> {
  await display(await figure(spec, options));
}

function checkOptions(alt: unknown, width: number, height: number): void {
  if (typeof alt !== "string" || alt.trim() === "") {
    throw new FigureError(`Cannot show a figure without words: give alt, a sentence that says what is to be seen`);
  }
  for (const [name, value] of [["width", width], ["height", height]] as const) {
    if (!Number.isInteger(value) || value < 100 || value > 4000) {
      throw new FigureError(`Cannot draw a figure of ${name} ${value}: give an integer from 100 to 4000 pixels`);
    }
  }
}

function refuseTex(spec: PlainSpec): void {
  const tex = /"((?:[^"\\]|\\.)*\$(?:[^"$\\]|\\.)*\\\\[A-Za-z](?:[^"$\\]|\\.)*\$(?:[^"\\]|\\.)*)"/.exec(
    JSON.stringify(spec),
  );
  if (tex !== null) {
    throw new FigureError(
      `Cannot draw the text ${
        JSON.stringify(JSON.parse(`"${tex[1]}"`))
      }: figures have no TeX, write it as in "τ<sub>max</sub>"`,
    );
  }
}

function withoutWidth({ width: _width, ...layout }: PlainSpec["layout"]): PlainSpec["layout"] {
  return layout;
}

function interactiveWarnings(layout: PlainSpec["layout"], warnings: readonly string[]): Record<string, unknown> {
  if (warnings.length === 0) return {};
  const warning = {
    text: warnings.map((text) => `⚠ ${escapeHtml(text)}`).join("<br>"),
    xref: "paper",
    yref: "paper",
    x: 0,
    y: 0,
    xanchor: "left",
    yanchor: "bottom",
    align: "left",
    showarrow: false,
    bgcolor: "rgba(255,255,255,0.8)",
    font: { size: 12, color: "#b00020" },
  };
  const annotations = Array.isArray(layout["annotations"]) ? layout["annotations"] : [];
  return { annotations: [...annotations, warning] };
}
