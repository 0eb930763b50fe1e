/** Colours that people with any colour vision tell apart on white, in the order in which traces take them (Okabe and Ito, 2008, without yellow). */
export const PALETTE: readonly string[] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

/** The fonts of every figure. The first three have the same letter widths. */
export const FONT_FAMILY = "Arial, Helvetica, Liberation Sans, sans-serif";

const INK = "#222222";

const axis = {
  automargin: true,
  gridcolor: "#e6e6e6",
  linecolor: "#666666",
  mirror: true,
  showline: true,
  tickcolor: "#666666",
  ticks: "outside",
  ticklen: 5,
  title: { standoff: 10, font: { size: 14 } },
  zeroline: false,
  exponentformat: "power",
  minexponent: 4,
};

const sequential = [
  [0, "#00224e"],
  [0.125, "#123570"],
  [0.25, "#3b496c"],
  [0.375, "#575d6d"],
  [0.5, "#707173"],
  [0.625, "#8a8678"],
  [0.75, "#a59c74"],
  [0.875, "#c3b369"],
  [1, "#fee838"],
];

const map = { colorscale: sequential, colorbar: { outlinewidth: 0, ticks: "outside", thickness: 16 } };

/** The look of all figures: white ground, axis lines and ticks, light grid, large enough text. */
export const TEMPLATE = {
  layout: {
    annotationdefaults: { arrowcolor: INK },
    autotypenumbers: "strict",
    colorway: PALETTE,
    colorscale: { sequential },
    font: { family: FONT_FAMILY, size: 13, color: INK },
    legend: { bgcolor: "rgba(255,255,255,0.8)", tracegroupgap: 6 },
    margin: { l: 64, r: 24, t: 56, b: 56, pad: 0 },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    polar: { bgcolor: "#ffffff", angularaxis: { gridcolor: "#e6e6e6" }, radialaxis: { gridcolor: "#e6e6e6" } },
    title: { x: 0, xref: "paper", xanchor: "left", font: { size: 16 } },
    xaxis: axis,
    yaxis: axis,
  },
  data: {
    contour: [map],
    heatmap: [map],
    histogram: [{ marker: { line: { color: "#ffffff", width: 1 } } }],
    histogram2d: [map],
    histogram2dcontour: [map],
    scatter: [{ marker: { size: 7 } }],
  },
} as const;
