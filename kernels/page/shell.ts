import { html, HtmlFragment } from "../../lib/notebook/mod.ts";
import { policy } from "./policy.ts";
import { relativeHref } from "./relative_href.ts";
import { STYLE } from "./style/mod.ts";
import { themeSwitch } from "./theme_switch.ts";

/** What a page says it was made by; by it a page is known that may be made again. */
export const GENERATOR = "Thermolab notebook page";

/** The scripts of a page, as addresses relative to it. */
export interface PageScripts {
  /** What unfolds code, follows the reader in the contents and draws figures. */
  readonly page: string;
  /** Plotly, which is loaded when a figure comes into sight. */
  readonly plotly: string;
}

/** What every page has. */
export interface Shell {
  readonly title: string;
  /** Where the line on top leads, as an address relative to the page; no line without it. */
  readonly home?: { readonly href: string; readonly label: string } | undefined;
  readonly scripts?: PageScripts | undefined;
  /** A style sheet that follows the common one. */
  readonly style?: string;
  readonly body: HtmlFragment;
}

/**
 * A whole HTML document with its style sheet inside and, above the body, the way home and the choice of colours.
 *
 * @throws {InputError} When an address is not relative.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { html } from "../../lib/notebook/mod.ts";
 * const page = shell({ title: "A & b", body: html`<main>Text</main>` });
 * assert.match(page, /^<!DOCTYPE html>[\s\S]*<title>A &amp; b<\/title>[\s\S]*<main>Text<\/main>/);
 * ```
 */
export function shell({ title, home, scripts, style, body }: Shell): string {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy(scripts !== undefined)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="${GENERATOR}">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        <link rel="icon" href="data:,">
        <style>
    ${new HtmlFragment(style === undefined ? STYLE : `${STYLE}\n${style.trim()}`)}
    </style>
        ${scripts === undefined ? html`` : html`
          <script src="${relativeHref(scripts.page)}" data-plotly="${relativeHref(scripts.plotly)}" defer></script>
        `}
      </head>
      <body>
        <div class="bar">
          ${home === undefined ? html`<span></span>` : html`<a href="${relativeHref(home.href)}">${home.label}</a>`}
          ${themeSwitch()}
        </div>
    ${body}
      </body>
    </html>
  `.source + "\n";
}
