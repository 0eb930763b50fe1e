/**
 * What the guard knows about the language of cells: documentation, completion, and whether a cell is a whole program.
 *
 * @module
 */
export * from "./cell_names.ts";
export { TYPE, VALUE } from "./identifiers.ts";
export * from "./is_complete.ts";
export * from "./language_service.ts";
export * from "./link_names.ts";
export * from "./one_module.ts";
export * from "./positions.ts";
export * from "./typescript.ts";
