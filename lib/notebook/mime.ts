/** One output in every form that it has, keyed by MIME type, as in the Jupyter message `display_data`. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The well-known symbol under which Jupyter kernels for JavaScript look for a method that returns a {@link MimeBundle}. */
export const DISPLAY_SYMBOL: unique symbol = Symbol.for("Jupyter.display") as never;

/** Anything that knows how it is shown in a notebook. */
export interface Displayable {
  /** Every form of this value, keyed by MIME type. */
  [DISPLAY_SYMBOL](): MimeBundle | Promise<MimeBundle>;
}

/** MIME type of a Plotly figure, whose value is an object `{data, layout, config}`. */
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** MIME type of the state of a {@link Progress}, whose value is an object `{label, done, total}`. */
export const PROGRESS_MIME = "application/vnd.thermolab.progress+json";
