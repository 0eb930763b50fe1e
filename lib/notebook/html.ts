import { InputError } from "../errors.ts";
import { escapeHtml } from "./escape_html.ts";
import { DISPLAY_SYMBOL, type Displayable, type MimeBundle } from "./mime.ts";
import { formatNumber } from "./format_number.ts";
import { plainText } from "./plain_text.ts";

/** HTML that is safe to insert in other HTML as it stands. Made by {@link html}. */
export class HtmlFragment implements Displayable {
  /** The source. */
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The source. */
  toString(): string {
    return this.source;
  }

  /** The forms `text/html` and `text/plain`. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return { "text/html": this.source, "text/plain": plainText(this.source) };
  }
}

/** What may stand in a `${…}` of {@link html}. */
export type HtmlValue = string | number | boolean | null | undefined | HtmlFragment | readonly HtmlValue[];

/**
 * HTML with every interpolated value escaped, except fragments made by this same tag. Lists are joined, numbers are
 * written by {@link formatNumber}, `null`, `undefined` and `false` are left out, and so is white
 * space at both ends.
 *
 * @throws {InputError} when a value of another type is interpolated.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = ["a<b", "c"].map((item) => html`<li>${item}</li>`);
 * assert.equal(String(html`<ul>${items}</ul>`), "<ul><li>a&lt;b</li><li>c</li></ul>");
 * ```
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): HtmlFragment {
  let source = strings[0]!;
  values.forEach((value, i) => source += markup(value) + strings[i + 1]!);
  return new HtmlFragment(source.trim());
}

function markup(value: HtmlValue): string {
  if (value instanceof HtmlFragment) return value.source;
  if (Array.isArray(value)) return value.map(markup).join("");
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string" || value === true) return escapeHtml(String(value));
  throw new InputError(`Cannot put a value of type "${typeof value}" into HTML: give a string, a number or a fragment`);
}
