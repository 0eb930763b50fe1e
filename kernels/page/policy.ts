const STATIC = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

// A picture saved from an interactive figure is a blob that the page itself has made.
const INTERACTIVE = "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'self'; " +
  "base-uri 'none'; form-action 'none'";

/**
 * The content security policy of a page: even if something active came through, it could not run, load or be sent. A page with scripts
 * runs those that lie beside it, and nothing that stands in the page.
 *
 * @param scripts Whether the page has scripts of its own.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.doesNotMatch(policy(false), /script-src/);
 * assert.match(policy(true), /script-src 'self';/);
 * ```
 */
export function policy(scripts: boolean): string {
  return scripts ? INTERACTIVE : STATIC;
}
