/**
 * One executed notebook to one self-contained page.
 *
 * @module
 */
export { type PageOptions, renderPage } from "./page.ts";
