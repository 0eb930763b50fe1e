import type { TestContext } from "vitest";
import { webgpuAvailability } from "../../../../../lib/sampler/backend/webgpu/availability.ts";

const found = await webgpuAvailability();
const missing = "absent" in found ? `NOT RUN: ${found.absent}` : null;
console.log(`webgpu: ${missing ?? `on ${(found as { adapter: string }).adapter}`}`);

/** Ends a test as NOT RUN, with the reason, where there is no adapter. */
export function needsAdapter(context: TestContext): void {
  if (missing !== null) context.skip(missing);
}
