/**
 * Checks cells as code: types, lint, format and hidden state.
 *
 * @module
 */
export * from "./check_cells.ts";
export type { CheckedNotebook } from "./notebook_cells.ts";
export * from "./problem.ts";
