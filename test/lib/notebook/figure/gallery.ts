import type { FigureSpec } from "../../../../lib/notebook/figure/spec.ts";

const wave = Array.from({ length: 40 }, (_, i) => Math.sin(i / 3) + (i % 5) / 4);
const cells = Array.from(
  { length: 9 },
  (_, i) => Array.from({ length: 12 }, (_, j) => Math.sin(i / 2) * Math.cos(j / 3)),
);

/** One figure or more for each kind of trace, made of elementary functions, so that runtimes may differ in the last digit. */
export const gallery: Readonly<Record<string, FigureSpec>> = {
  scatter: {
    data: [{ x: [1, 2, 3], y: [1, 10, 1000], name: "γ<sub>eff</sub>" }],
    layout: { title: { text: "Q<sub>struct</sub><sup>⊥</sup>" }, yaxis: { type: "log", title: { text: "τ" } } },
  },
  bars: {
    data: [{ type: "bar", x: ["a", "b"], y: [1, 2], error_y: { type: "data", array: [0.1, 0.2] }, name: "ours" }],
    layout: { title: { text: "Bars" } },
  },
  heatmap: { data: [{ type: "heatmap", z: cells, name: "z" }] },
  smooth: { data: [{ type: "heatmap", z: cells, zsmooth: "best", name: "z" }] },
  uneven: {
    data: [{ type: "heatmap", z: cells, x: cells[0]!.map((_, j) => 2 ** j) }],
    layout: { xaxis: { type: "log" } },
  },
  contour: { data: [{ type: "contour", z: cells }] },
  histogram: { data: [{ type: "histogram", x: wave }] },
  histogram2d: { data: [{ type: "histogram2d", x: wave, y: wave.slice().reverse() }] },
  histogram2dcontour: { data: [{ type: "histogram2dcontour", x: wave, y: wave.slice().reverse() }] },
  distributions: { data: [{ type: "violin", y: wave, name: "v" }, { type: "box", y: wave, name: "b" }] },
  polar: { data: [{ type: "scatterpolar", r: [1, 2, 3], theta: [0, 90, 200], name: "p" }] },
  panels: {
    data: ["", "2", "3", "4"].map((i) => ({
      x: [0, 1, 2],
      y: [1, 2, 1.5],
      xaxis: `x${i}`,
      yaxis: `y${i}`,
      name: `panel ${i}`,
    })),
    layout: { grid: { rows: 2, columns: 2, pattern: "independent" }, legend: { orientation: "h" } },
  },
};
