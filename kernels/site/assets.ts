import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The file name of the site's own script. */
export const PAGE_SCRIPT = "page.js";

const PACKAGE = "plotly.js-dist-min";

/** Plotly as the lock file pins it. */
export interface PlotlyFile {
  /** With the version, so that a copy kept by a browser is never another one. */
  readonly name: string;
  readonly text: string;
}

/**
 * The script that unfolds code, follows the reader in the contents and draws figures.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(await pageScript(), /IntersectionObserver/);
 * ```
 */
export function pageScript(): Promise<string> {
  return readFile(new URL(`./client/${PAGE_SCRIPT}`, import.meta.url), "utf8");
}

/**
 * The name under which Plotly lies on a site, known without reading its megabytes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(await plotlyName(), /^plotly-\d+\.\d+\.\d+\.min\.js$/);
 * ```
 */
export async function plotlyName(): Promise<string> {
  const description = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
  const { version } = JSON.parse(await readFile(description, "utf8")) as { version: string };
  return `plotly-${version}.min.js`;
}

/** Plotly's source. */
export async function plotlyFile(): Promise<PlotlyFile> {
  const [name, text] = await Promise.all([
    plotlyName(),
    readFile(createRequire(import.meta.url).resolve(PACKAGE), "utf8"),
  ]);
  return { name, text };
}
