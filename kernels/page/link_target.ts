/**
 * Where a link of a notebook leads on its page: another address, or `null` where there is nothing to lead to, so that only its words are
 * shown.
 */
export type LinkTarget = (href: string) => string | null;

/** Every link leads where the notebook says. */
export const UNCHANGED: LinkTarget = (href) => href;

/**
 * Whether an address is one of a file beside the notebook, and neither a place on the page nor one elsewhere.
 *
 * @param href As it stands in the notebook.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["a.ipynb", "../x/a.json#b", "#b", "https://a", "//a"].map(isBeside), [true, true, false, false, false]);
 * ```
 */
export function isBeside(href: string): boolean {
  return !/^(?:#|[a-z][a-z\d+.-]*:|[/\\]{2})/i.test(href.trim());
}
