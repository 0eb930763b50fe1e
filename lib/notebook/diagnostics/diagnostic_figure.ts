import { figure, type FigureOptions } from "../figure/figure.ts";
import { textWidth } from "../figure/font_metrics.ts";
import type { FigureSpec, Trace } from "../figure/spec.ts";
import type { MimeBundle } from "../mime.ts";

/** What every figure of diagnostics takes. */
export interface DiagnosticFigureOptions {
  /** The observable, as it stands in the title: "τ<sub>m</sub>", "x₁x₂". */
  readonly name?: string;
  /** Pixels. Default 720. */
  readonly width?: number;
  /** Pixels. */
  readonly height?: number;
}

/** A figure before it is drawn. */
export interface DiagnosticParts {
  readonly data: readonly Trace[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly title: string;
  /** What the numbers are, below the title. */
  readonly notes: readonly string[];
  /** What is wrong with the chains, below the notes and in red. */
  readonly warnings: readonly string[];
  readonly alt: string;
}

const TEXT_SIZE = 12, LINE_HEIGHT = 17, TITLE_HEIGHT = 44, LEFT = 64, RIGHT = 24;

/** The specification with title, notes and warnings above the plot, which keeps its height. */
export function diagnosticSpec(
  { data, layout, title, notes, warnings }: DiagnosticParts,
  width: number,
  height: number,
): { readonly spec: FigureSpec; readonly height: number } {
  const room = width - LEFT - RIGHT;
  const lines = [
    ...notes.flatMap((note) => wrapText(note, room)).map((text) => ({ text, color: "#555555" })),
    ...warnings.flatMap((warning) => wrapText(`⚠ ${warning}`, room)).map((text) => ({ text, color: "#b00020" })),
  ];
  const annotations = lines.map(({ text, color }, k) => ({
    text,
    font: { size: TEXT_SIZE, color },
    x: 0,
    xref: "paper",
    xanchor: "left",
    xshift: -2,
    y: 1,
    yref: "paper",
    yanchor: "bottom",
    yshift: 6 + (lines.length - 1 - k) * LINE_HEIGHT,
    showarrow: false,
    align: "left",
  }));
  const above = lines.length * LINE_HEIGHT;
  const own = layout["annotations"];
  return {
    spec: {
      data,
      layout: {
        ...layout,
        title: { text: title, y: 1, yref: "container", yanchor: "top", pad: { t: 16 } },
        margin: { l: LEFT, r: RIGHT, t: TITLE_HEIGHT + above, b: 56, pad: 0 },
        annotations: [...(Array.isArray(own) ? own : []), ...annotations],
      },
    },
    height: height + above,
  };
}

/** Draws the parts. */
export function diagnosticFigure(
  parts: DiagnosticParts,
  options: DiagnosticFigureOptions,
  defaultHeight = 400,
): Promise<MimeBundle> {
  const { width = 720, height = defaultHeight } = options;
  const { spec, height: total } = diagnosticSpec(parts, width, height);
  const alt = [parts.alt, ...parts.notes, ...parts.warnings.map((warning) => `Warning: ${warning}`)].join(". ");
  const figureOptions: FigureOptions = { alt: alt.replace(/<[^>]*>/g, ""), width, height: total };
  return figure(spec, figureOptions);
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer.replace(/<[^>]*>/g, ""), TEXT_SIZE) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
