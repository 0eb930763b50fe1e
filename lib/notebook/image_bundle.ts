import { InputError } from "../errors.ts";
import { base64 } from "./base64.ts";
import { escapeHtml } from "./escape_html.ts";
import type { MimeBundle } from "./mime.ts";
import { plainText } from "./plain_text.ts";

/** What goes with a picture. */
export interface ImageOptions {
  /** What is to be seen, for those who cannot see it, and for the terminal. */
  readonly alt?: string;
}

/** The pictures that notebooks show. */
export type ImageFormat = "png" | "jpeg" | "gif";

// PNG (third edition), 5.2; JPEG, ITU-T T.81, B.1.1.3 (SOI and the next marker); GIF89a, 17.
const SIGNATURES: Readonly<Record<ImageFormat, readonly number[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpeg: [0xff, 0xd8, 0xff],
  gif: [0x47, 0x49, 0x46, 0x38],
};

/**
 * A picture as a bundle.
 *
 * @param format the format, which the first bytes must agree with
 * @param bytes the file's content
 * @throws {InputError} when the bytes are not such a file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const gif = Uint8Array.from([..."GIF89a"], (character) => character.charCodeAt(0));
 * assert.deepEqual(imageBundle("gif", gif), { "image/gif": "R0lGODlh", "text/plain": "GIF image, 6 bytes" });
 * assert.throws(() => imageBundle("png", gif), /Cannot display a PNG image/);
 * ```
 */
export function imageBundle(format: ImageFormat, bytes: Uint8Array, options: ImageOptions = {}): MimeBundle {
  const name = format.toUpperCase();
  const signature = SIGNATURES[format];
  if (!(bytes instanceof Uint8Array) || signature.some((byte, i) => bytes[i] !== byte)) {
    const found = bytes instanceof Uint8Array ? `it begins with [${bytes.slice(0, 8).join(", ")}]` : `got ${bytes}`;
    throw new InputError(
      `Cannot display a ${name} image: ${found}; give the bytes of a ${name} file, as readFile() returns them`,
    );
  }
  return {
    [`image/${format}`]: base64(bytes),
    "text/plain": options.alt ?? `${name} image, ${bytes.length} bytes`,
  };
}

/**
 * An SVG as a bundle: also as an `<img>`, the one form that a notebook shows before it is trusted.
 *
 * @param source the `<svg>` element; a missing name space is added, for without it no `<img>` shows it
 * @throws {InputError} when there is no such element.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bundle = svgBundle('<svg width="1" height="1"><title>A dot</title></svg>');
 * assert.match(String(bundle["text/html"]), /^<img src="data:image\/svg\+xml;base64,[^"]+" alt="A dot"/);
 * assert.equal(bundle["text/plain"], "A dot");
 * ```
 */
export function svgBundle(source: string, options: ImageOptions = {}): MimeBundle {
  const opening = typeof source === "string" ? /<svg\b[^>]*>/.exec(source)?.[0] : undefined;
  if (opening === undefined) {
    throw new InputError(
      `Cannot display the SVG ${JSON.stringify(source)?.slice(0, 60)}: give a text with an <svg> element`,
    );
  }
  const svg = /\sxmlns\s*=/.test(opening)
    ? source
    : source.replace("<svg", () => '<svg xmlns="http://www.w3.org/2000/svg"');
  const alt = options.alt ?? plainText(/<title>([^<]+)<\/title>/.exec(svg)?.[1] ?? "SVG image");
  return {
    "text/html": `<img src="data:image/svg+xml;base64,${base64(svg)}" alt="${escapeHtml(alt)}" style="max-width:100%">`,
    "image/svg+xml": svg,
    "text/plain": alt,
  };
}
