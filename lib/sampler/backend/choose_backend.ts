import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { BACKEND_NAMES, type BackendName, type Engine, type EngineTask } from "../engine/engine.ts";
import { createReferenceEngine } from "./reference/reference_engine.ts";
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
 * The backend of that name. "auto" takes a WebGPU adapter (a real one: one that computes on the processor is slower than
 * WASM), else the reference, and its note says what was passed over. A backend that was asked for by name and is absent is an
 * InputError with the reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal((await chooseBackend("reference")).name, "reference");
 * await assert.rejects(chooseBackend("cuda" as "auto"), /backend is "cuda"/);
 * ```
 */
export async function chooseBackend(choice: BackendChoice): Promise<Backend> {
  switch (choice) {
    case "reference":
      return { name: "reference", note: null, createEngine: createReferenceEngine };
    case "webgpu": {
      const found = await webgpuAvailability();
      if (!("absent" in found)) return { name: "webgpu", note: null, createEngine: createWebgpuEngine };
      throw new InputError(`Cannot use the backend webgpu: ${found.absent}; give wasm, reference or auto`);
    }
    case "auto": {
      const found = await webgpuAvailability();
      if ("absent" in found) {
        return { name: "reference", note: `No webgpu: ${found.absent}`, createEngine: createReferenceEngine };
      }
      if (!found.fallback) return { name: "webgpu", note: null, createEngine: createWebgpuEngine };
      const note = `No webgpu: ${found.adapter} computes on the processor`;
      return { name: "reference", note, createEngine: createReferenceEngine };
    }
    default:
      throw new InputError(
        `Cannot choose a backend: backend is ${describeValue(choice)}; give ${BACKEND_NAMES.join(", ")} or auto`,
      );
  }
}
