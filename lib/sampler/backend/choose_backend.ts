import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { BACKEND_NAMES, type BackendName, type Engine, type EngineTask } from "../engine/engine.ts";
import { checkThreads } from "./check_threads.ts";
import { createReferenceEngine } from "./reference/reference_engine.ts";
import { wasmAvailability } from "./wasm/kernel_build.ts";
import { createWasmEngine } from "./wasm/wasm_engine.ts";
import { webgpuAvailability } from "./webgpu/availability.ts";
import { createWebgpuEngine } from "./webgpu/webgpu_engine.ts";

/** A backend by name, or the fastest that this computer has. */
export type BackendChoice = BackendName | "auto";

/** A backend that can run here. */
export interface Backend {
  readonly name: BackendName;
  /** What was passed over on the way to it, and why; null when nothing was. */
  readonly note: string | null;
  readonly createEngine: (task: EngineTask) => Engine | Promise<Engine>;
}

/**
 * The backend of that name. "auto" takes the first that is there of WebGPU (a real adapter: one that computes on the processor
 * is slower than WASM), WASM and the reference, and its note says what was passed over. A backend that was asked for by name
 * and is absent, and more threads than processors, are InputErrors with the reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal((await chooseBackend("wasm")).name, "wasm");
 * await assert.rejects(chooseBackend("cuda" as "auto"), /backend is "cuda"/);
 * ```
 */
export async function chooseBackend(choice: BackendChoice, threads = 1): Promise<Backend> {
  checkThreads(threads, "Cannot choose a backend");
  const wasm = (task: EngineTask) => createWasmEngine(task, { threads });
  switch (choice) {
    case "reference":
      return { name: "reference", note: null, createEngine: createReferenceEngine };
    case "wasm": {
      const found = wasmAvailability();
      if (!("absent" in found)) return { name: "wasm", note: null, createEngine: wasm };
      throw new InputError(`Cannot use the backend wasm: ${found.absent}; give reference, webgpu or auto`);
    }
    case "webgpu": {
      const found = await webgpuAvailability();
      if (!("absent" in found)) return { name: "webgpu", note: null, createEngine: createWebgpuEngine };
      throw new InputError(`Cannot use the backend webgpu: ${found.absent}; give wasm, reference or auto`);
    }
    case "auto": {
      const gpu = await webgpuAvailability(), simd = wasmAvailability();
      if (!("absent" in gpu) && !gpu.fallback) return { name: "webgpu", note: null, createEngine: createWebgpuEngine };
      const reason = "absent" in gpu ? gpu.absent : `${gpu.adapter} computes on the processor`;
      const note = `webgpu passed over: ${reason}`;
      if (!("absent" in simd)) return { name: "wasm", note, createEngine: wasm };
      return {
        name: "reference",
        note: `${note}; wasm passed over: ${simd.absent}`,
        createEngine: createReferenceEngine,
      };
    }
    default:
      throw new InputError(
        `Cannot choose a backend: backend is ${describeValue(choice)}; give ${BACKEND_NAMES.join(", ")} or auto`,
      );
  }
}
