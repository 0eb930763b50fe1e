export { autocorrelationFigure, autocorrelationOf, type AutocorrelationSeries } from "./autocorrelation_figure.ts";
export { chainWarnings, R_HAT_LIMIT } from "./chain_warnings.ts";
export type { DiagnosticFigureOptions } from "./diagnostic_figure.ts";
export { essFigure, type EssFigureOptions } from "./ess_figure.ts";
export { rankFigure, type RankFigureOptions } from "./rank_figure.ts";
export { temperingFigure, type TemperingRecord } from "./tempering_figure.ts";
export { traceFigure } from "./trace_figure.ts";
