import type { JsonObject } from "../../protocol/mod.ts";

/** The version of the server that clients see as the implementation's. */
const VERSION = "0.1.0";

/**
 * The content of `kernel_info_reply`: the language is what the inner kernel says, the implementation is the guard.
 *
 * @param inner The inner kernel's own answer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const info = kernelInfo({ language_info: { name: "typescript" }, implementation_version: "2.9.6" });
 * assert.equal(info["implementation"], "thermolab");
 * assert.match(String(info["banner"]), /Deno 2\.9\.6/);
 * ```
 */
export function kernelInfo(inner: JsonObject): JsonObject {
  return {
    status: "ok",
    protocol_version: "5.3",
    implementation: "thermolab",
    implementation_version: VERSION,
    language_info: inner["language_info"] ?? {},
    banner: `TypeScript on Deno ${inner["implementation_version"] ?? "of unknown version"}, guarded by Thermolab: ` +
      "no output is lost, an interrupt keeps the variables",
    help_links: [
      { text: "Deno", url: "https://docs.deno.com/runtime/" },
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    ],
    debugger: false,
  };
}
