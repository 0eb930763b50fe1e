import { InputError } from "../../errors.ts";

/** One trace in Plotly's terms: `type`, `x`, `y`, `name`, `marker`, … Arrays may be typed arrays. */
export type Trace = Readonly<Record<string, unknown>>;

/** A Plotly figure: traces and layout, as in Plotly's reference. */
export interface FigureSpec {
  /** The traces. */
  readonly data: readonly Trace[];
  /** Titles, axes, shapes, legend. What it leaves out comes from the library's template. */
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** A specification of plain JSON values only. */
export interface PlainSpec {
  readonly data: Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
}

/** A figure cannot be drawn as it was asked for. */
export class FigureError extends InputError {
  override name = "FigureError";
}
