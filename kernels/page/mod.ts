/**
 * One executed notebook to one self-contained page.
 *
 * @module
 */
export { badge, badgeCounts } from "./badge.ts";
export { downloadLinks, type Downloads } from "./downloads.ts";
export { type Facts, factsOf, inWords } from "./facts.ts";
export { isBeside, type LinkTarget } from "./link_target.ts";
export { type PageLink, type PageOptions, renderPage } from "./page.ts";
export type { PageCheck } from "./page_check.ts";
export { type PageTitle, pageTitle } from "./page_title.ts";
export { relativeHref } from "./relative_href.ts";
export { GENERATOR, type PageScripts, type Shell, shell } from "./shell.ts";
export { type VerdictFacts, verdictFacts, type VerdictRow } from "./verdict_rows.ts";
