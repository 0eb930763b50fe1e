export { type PageOptions, renderPage } from "./page.ts";
