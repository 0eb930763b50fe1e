/**
 * What a notebook shows: figures, tables, Markdown, HTML and progress, as bundles of every form that a viewer may ask for.
 *
 * @module
 */
export * from "./diagnostics/mod.ts";
export { type Display, display, type DisplayOptions } from "./display.ts";
export type { DisplayForms } from "./display_forms.ts";
export * from "./escape_html.ts";
export { figure, type FigureOptions, MAXIMUM_FIGURE_BYTES, showFigure } from "./figure/figure.ts";
export { FigureError, type FigureSpec, type Trace } from "./figure/spec.ts";
export { FONT_FAMILY, PALETTE } from "./figure/template.ts";
export * from "./format_number.ts";
export { currentFrontEnd, type FrontEnd, type Placement, useFrontEnd } from "./front_end.ts";
export * from "./html.ts";
export * from "./images/mod.ts";
export type { ImageOptions } from "./image_bundle.ts";
export * from "./markdown.ts";
export * from "./mime.ts";
export { newDisplay } from "./new_display.ts";
export {
  type ParameterDefinitions,
  ParameterError,
  type ParameterSpec,
  type SettableValue,
} from "./parameters_definition.ts";
export { parameters, PARAMETERS_MIME, type ParameterValues } from "./parameters.ts";
export { Progress, progress, type ProgressOptions } from "./progress.ts";
export { flush } from "./send.ts";
export * from "./show.ts";
export { type CellValue, type ColumnSpec, MAXIMUM_CELLS, table, type TableOptions, type TableRow } from "./table.ts";
