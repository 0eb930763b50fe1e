import type { KernelBuild } from "../../lib/sampler/mod.ts";
import type { Line } from "./line.ts";

/**
 * The line on the samplers' kernels in WebAssembly.
 *
 * @param found What `wasmAvailability()` says.
 * @param cores Processors that may be used.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(samplerLine({ build: "plain" }, 2).text, "plain vector instructions, the same bits but slower; 1 to 2 threads");
 * assert.equal(samplerLine({ absent: "WebAssembly is missing here" }, 2).leaves, "the speed of the samplers");
 * ```
 */
export function samplerLine(found: { readonly build: KernelBuild } | { readonly absent: string }, cores: number): Line {
  const head = { group: "Samplers", name: "wasm" };
  if ("absent" in found) {
    return {
      ...head,
      state: "problem",
      text: `${found.absent}; the reference gives the same bits, some hundred times slower`,
      remedy: "use a processor and an engine with vector instructions",
      leaves: "the speed of the samplers",
    };
  }
  const build = found.build === "relaxed"
    ? "relaxed vector instructions"
    : "plain vector instructions, the same bits but slower";
  const threads = cores === 1 ? "1 thread" : `1 to ${cores} threads`;
  return { ...head, state: "good", text: `${build}; ${threads}`, remedy: null, leaves: null };
}
