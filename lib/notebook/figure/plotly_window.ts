import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Canvas, makeCanvas } from "./canvas.ts";
import { boundingBox, type MeasuredNode } from "./text_box.ts";

/** The part of Plotly that is used here. */
export interface Plotly {
  toImage(figure: unknown, options: Record<string, unknown>): Promise<string>;
  validate(data: unknown, layout: unknown): readonly PlotlyProblem[] | undefined;
}

/** One finding of Plotly's own check of a specification. */
export interface PlotlyProblem {
  readonly code: string;
  readonly container: "data" | "layout";
  readonly trace: number | null;
  readonly path: readonly (string | number)[];
  readonly astr: string;
  readonly msg: string;
}

/** Plotly in a document of its own. */
export interface PlotlyWindow {
  readonly Plotly: Plotly;
  /** The random numbers inside the document. */
  readonly Math: { random: () => number };
}

interface HostWindow extends PlotlyWindow {
  readonly document: { createElement(name: string): unknown };
  readonly SVGElement: { prototype: Record<string, unknown> };
  readonly URL: { createObjectURL?: () => string };
  eval(source: string): unknown;
}

let loading: Promise<PlotlyWindow> | null = null;

/** Loads Plotly into a document without a browser, once per process (about half a second). */
export function plotlyWindow(): Promise<PlotlyWindow> {
  loading ??= load().catch((error: unknown) => {
    // A later call may succeed, for example after an installation.
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<PlotlyWindow> {
  const { Window } = await import("happy-dom");
  const source = await readFile(createRequire(import.meta.url).resolve("plotly.js-dist-min"), "utf8");
  const window = new Window({
    width: 1200,
    height: 900,
    // The only script is Plotly, which is pinned by the lock file.
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  }) as unknown as HostWindow;
  giveMeasures(window);
  giveCanvases(window);
  window.eval(source);
  return window;
}

function giveMeasures(window: HostWindow): void {
  const { prototype } = window.SVGElement;
  prototype["getBoundingClientRect"] = prototype["getBBox"] = function (this: MeasuredNode) {
    return boundingBox(this);
  };
  prototype["getComputedTextLength"] = function (this: MeasuredNode) {
    return boundingBox(this).width;
  };
  window.URL.createObjectURL ??= () => "";
}

function giveCanvases(window: HostWindow): void {
  const { document } = window;
  const createElement = document.createElement.bind(document);
  document.createElement = (name: string) => {
    const element = createElement(name);
    return name.toLowerCase() === "canvas" ? makeCanvas(element as Canvas) : element;
  };
}
