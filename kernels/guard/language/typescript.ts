/** TypeScript's own programming interface. */
export type TypeScript = typeof import("typescript");

let loading: Promise<TypeScript> | undefined;

/**
 * TypeScript, loaded when somebody first asks: it takes a few tenths of a second and tens of megabytes, which a kernel
 * that only runs cells need not pay.
 *
 * @returns The module.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match((await loadTypeScript()).version, /^6\./);
 * ```
 */
export function loadTypeScript(): Promise<TypeScript> {
  return loading ??= import("typescript").then((module) => (module as unknown as { default: TypeScript }).default);
}
