import { InputError } from "../../lib/errors.ts";

/**
 * The address of another file of the same folder tree.
 *
 * @param href A path relative to the page, percent-encoded.
 * @throws {InputError} When it leads elsewhere.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(relativeHref("files/a%20b.ipynb"), "files/a%20b.ipynb");
 * assert.throws(() => relativeHref("https://example.org"), /relative to the page/);
 * ```
 */
export function relativeHref(href: string): string {
  // deno-lint-ignore no-control-regex
  if (/^\s*(?:[a-z][a-z\d+.-]*:|[/\\]{2})|[\u0000-\u001f]/i.test(href)) {
    throw new InputError(`Cannot link the page to "${href}": give a path relative to the page`);
  }
  return href;
}
