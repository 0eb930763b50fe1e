/**
 * What is left of HTML in a terminal: its text, with a line break where a block ends. For reading only; nothing in it is
 * made safe.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(plainText("<p>a &lt; b</p>\n<p><b>c</b></p>"), "a < b\nc");
 * ```
 */
export function plainText(html: string): string {
  return html
    .replace(/\s+/g, " ")
    .replace(/ ?<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*> ?/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&")
    .trim();
}
