import { printed } from "./printed.ts";

/** The adapter that WebGPU gives. */
export interface Adapter {
  readonly description: string;
  /** Whether it computes on the processor. */
  readonly software: boolean;
  readonly features: readonly string[];
  /** Largest storage buffer in bytes. */
  readonly maximumBufferBytes: number;
}

const PROBE = `const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) console.log("null");
else {
  const { info, limits } = adapter;
  console.log(JSON.stringify({
    description: info.description || [info.vendor, info.architecture, info.device].filter(Boolean).join(" "),
    software: info.isFallbackAdapter === true,
    features: [...adapter.features].sort(),
    maximumBufferBytes: limits.maxStorageBufferBindingSize,
  }));
}`;

/**
 * The WebGPU adapter, asked for in a process of its own, since a driver that breaks takes its process with it.
 *
 * @param deno Path of the Deno executable.
 * @returns The adapter, or why there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = await webgpuAdapter(Deno.execPath());
 * assert.ok(typeof found === "string" || found.maximumBufferBytes > 0);
 * ```
 */
export async function webgpuAdapter(deno: string): Promise<Adapter | string> {
  const text = await printed(deno, ["eval", "--no-config", "--no-lock", PROBE]);
  if (text === null) return "asking for an adapter failed or took longer than eight seconds: the driver is broken";
  // Drivers print warnings of their own.
  const line = text.split("\n").find((line) => line === "null" || line.startsWith('{"description"'));
  if (line === undefined) return `the answer cannot be read: ${text.split("\n")[0]}`;
  return JSON.parse(line) as Adapter | null ??
    "no adapter: this computer has no Vulkan, Metal or Direct3D driver for WebGPU";
}
