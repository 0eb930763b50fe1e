import { tmpdir } from "node:os";
import process from "node:process";
import { WebgpuAbsentError } from "./webgpu_error.ts";

/** What WebGPU is asked for. */
export interface WebgpuOptions {
  /** Which of several adapters to prefer. Default: "high-performance". */
  readonly powerPreference?: "low-power" | "high-performance";
}

/** The adapter that WebGPU gives, in words, and whether it is one that computes on the processor; or why there is none. */
export type WebgpuAvailability = { readonly adapter: string; readonly fallback: boolean } | { readonly absent: string };

/**
 * Whether the backend "webgpu" can run here. Works in every runtime, without WebGPU as well, and never throws.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = await webgpuAvailability();
 * assert.ok("absent" in found ? found.absent.length > 0 : found.adapter.length > 0);
 * ```
 */
export async function webgpuAvailability(options: WebgpuOptions = {}): Promise<WebgpuAvailability> {
  const found = await findAdapter(options);
  return typeof found === "string"
    ? { absent: found }
    : { adapter: adapterName(found.info), fallback: isFallback(found) };
}

/** The adapter, or a WebgpuAbsentError that says why there is none and what to take instead. */
export async function requireAdapter(options: WebgpuOptions): Promise<GPUAdapter> {
  const found = await findAdapter(options);
  if (typeof found !== "string") return found;
  throw new WebgpuAbsentError(
    `Cannot run on the backend "webgpu": ${found}; take the backend "wasm" or "reference", which give the same chains`,
  );
}

async function findAdapter({ powerPreference = "high-performance" }: WebgpuOptions): Promise<GPUAdapter | string> {
  // Not every runtime has a navigator, and not every navigator a gpu.
  const gpu = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (gpu === undefined) return "this JavaScript runtime has no WebGPU";
  // Without a folder by this name, Mesa writes a complaint to standard error, past every handler.
  if (process.platform === "linux") process.env["XDG_RUNTIME_DIR"] ??= tmpdir();
  try {
    return await gpu.requestAdapter({ powerPreference }) ??
      "no adapter was found (on Linux, a Vulkan driver such as mesa-vulkan-drivers gives one)";
  } catch (error) {
    return `asking for an adapter failed with "${error instanceof Error ? error.message : String(error)}"`;
  }
}

/** The adapter in words: description, architecture, vendor, and that it computes on the processor where it does. */
export function adapterDescription(adapter: GPUAdapter): string {
  return `${adapterName(adapter.info)}${
    isFallback(adapter) ? ", a fallback adapter that computes on the processor" : ""
  }`;
}

function adapterName({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  const maker = [vendor, architecture].filter((part) => part !== "" && !description.includes(part)).join(" ");
  const name = description || maker || device || "unnamed adapter";
  return maker === "" || name === maker ? name : `${name} [${maker}]`;
}

function isFallback(adapter: GPUAdapter): boolean {
  return (adapter.info as GPUAdapterInfo & { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
}
