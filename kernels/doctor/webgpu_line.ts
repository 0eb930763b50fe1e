import { installCommand } from "./install_command.ts";
import type { Line } from "./line.ts";
import type { SearchPath } from "../specs/mod.ts";
import type { Adapter } from "./webgpu_adapter.ts";

/**
 * The line on the WebGPU adapter.
 *
 * @param found The adapter, or why there is none.
 * @param search Environment and platform.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const line = webgpuLine("no adapter", { environment: {}, platform: "linux" });
 * assert.equal(line.leaves, "everything that runs on WebGPU");
 * ```
 */
export function webgpuLine(found: Adapter | string, search: SearchPath): Line {
  const head = { group: "WebGPU", name: "adapter" };
  if (typeof found === "string") {
    const remedy = search.platform === "linux"
      ? installCommand("mesa-vulkan-drivers", search)
      : "install the driver of the graphics card";
    return { ...head, state: "none", text: found, remedy, leaves: "everything that runs on WebGPU" };
  }
  const { description, software, features, maximumBufferBytes } = found;
  const text = `${description}${software ? ", in software: right results, no speed" : ""}; buffers up to ${
    Math.round(maximumBufferBytes / 2 ** 20)
  } MiB; ${features.join(", ")}`;
  return { ...head, state: "good", text, remedy: null, leaves: software ? "the speed of WebGPU" : null };
}
