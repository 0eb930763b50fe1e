/**
 * A static site of notebooks: a board of all of them, a page for each, and the files to download.
 *
 * @module
 */
export { renderSite, type SiteOptions } from "./site.ts";
export type { SiteFile, SiteNotebook } from "./site_notebook.ts";
