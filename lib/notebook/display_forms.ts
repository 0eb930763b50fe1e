import { InputError } from "../errors.ts";
import { base64 } from "./base64.ts";
import { HtmlFragment } from "./html.ts";
import { imageBundle, type ImageOptions, svgBundle } from "./image_bundle.ts";
import { markdown } from "./markdown.ts";
import type { MimeBundle } from "./mime.ts";
import { plainText } from "./plain_text.ts";

/**
 * The names by which tslab's users show things, in every kernel: `display.html(…)`, `display.png(…)`. In a terminal they
 * print text. Await them: what is still on its way when a cell ends may be lost or shown under the next cell.
 */
export interface DisplayForms {
  /** Shows HTML as it stands; {@link html} escapes what is put into it. */
  html(source: string | HtmlFragment): Promise<void>;
  /** Shows Markdown, formulas included. */
  markdown(source: string): Promise<void>;
  /** Shows a formula, with its dollar signs. */
  latex(source: string): Promise<void>;
  /** Shows an SVG, in a notebook that is not trusted, too. */
  svg(source: string, options?: ImageOptions): Promise<void>;
  /** Shows the bytes of a PNG file. */
  png(bytes: Uint8Array, options?: ImageOptions): Promise<void>;
  /** Shows the bytes of a JPEG file. */
  jpeg(bytes: Uint8Array, options?: ImageOptions): Promise<void>;
  /** Shows the bytes of a GIF file. */
  gif(bytes: Uint8Array, options?: ImageOptions): Promise<void>;
  /** Shows text as it stands. */
  text(source: string): Promise<void>;
  /** Shows content of any MIME type; bytes go as base64. */
  raw(type: string, content: string | Uint8Array): Promise<void>;
  /**
   * Refuses, at once: a script in an output runs only for its author. Notebooks that are not trusted, GitHub and the pages
   * of `lab render` leave it out, so that a reader would see nothing.
   *
   * @throws {InputError} always.
   */
  javascript(source: string): never;
}

/**
 * The named forms over a way to show a bundle.
 *
 * @param show takes each bundle
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shown: unknown[] = [];
 * const forms = displayForms((bundle) => Promise.resolve(void shown.push(bundle)));
 * await forms.html("<b>bold</b>");
 * assert.deepEqual(shown, [{ "text/html": "<b>bold</b>", "text/plain": "bold" }]);
 * assert.throws(() => forms.javascript("alert(1)"), /Cannot display JavaScript/);
 * ```
 */
export function displayForms(show: (bundle: MimeBundle) => Promise<void>): DisplayForms {
  return {
    async html(source) {
      const text = textOf("HTML", source instanceof HtmlFragment ? source.source : source);
      await show({ "text/html": text, "text/plain": plainText(text) });
    },
    async markdown(source) {
      await show(markdown(textOf("Markdown", source)));
    },
    async latex(source) {
      await show({ "text/latex": textOf("LaTeX", source), "text/plain": source });
    },
    async svg(source, options) {
      await show(svgBundle(source, options));
    },
    async png(bytes, options) {
      await show(imageBundle("png", bytes, options));
    },
    async jpeg(bytes, options) {
      await show(imageBundle("jpeg", bytes, options));
    },
    async gif(bytes, options) {
      await show(imageBundle("gif", bytes, options));
    },
    async text(source) {
      await show({ "text/plain": textOf("text", source) });
    },
    async raw(type, content) {
      await show(rawBundle(type, content));
    },
    javascript() {
      throw new InputError(
        "Cannot display JavaScript: notebooks that are not trusted and rendered pages leave it out; use figure() for what " +
          "is interactive, display.html() for the rest",
      );
    },
  };
}

function textOf(form: string, source: unknown): string {
  if (typeof source === "string") return source;
  throw new InputError(`Cannot display ${form} of type "${typeof source}": give a string`);
}

function rawBundle(type: string, content: string | Uint8Array): MimeBundle {
  if (typeof type !== "string" || !/^[\w.+-]+\/[\w.+-]+$/.test(type)) {
    throw new InputError(`Cannot display the type ${JSON.stringify(type)}: give a MIME type such as "text/html"`);
  }
  if (/^(?:text|application)\/(?:java|ecma)script$/.test(type)) {
    throw new InputError(`Cannot display the type "${type}": no viewer that guards its reader runs it; use figure()`);
  }
  if (content instanceof Uint8Array) {
    return { [type]: base64(content), "text/plain": `${type}, ${content.length} bytes` };
  }
  const text = textOf(type, content);
  return { "text/plain": type === "text/html" ? plainText(text) : text, [type]: text };
}
