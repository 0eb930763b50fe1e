import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import { BACKEND_NAMES, type BackendName, type Engine, type EngineTask } from "../engine/engine.ts";
import { createReferenceEngine } from "./reference/reference_engine.ts";

/** A backend by name, or the fastest that this computer has. */
export type BackendChoice = BackendName | "auto";

/** A backend that can run here. */
export interface Backend {
  readonly name: BackendName;
  /** Why it is not a faster one, or null when none was passed over. */
  readonly note: string | null;
  readonly createEngine: (task: EngineTask) => Engine | Promise<Engine>;
}

/**
 * The backend of that name. "auto" takes the first that is there of a WebGPU device (a real one: an adapter that computes on
 * the processor is slower than WASM), WASM and the reference, and its note says what was passed over. A backend that was asked
 * for by name and is absent is an InputError with the reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(chooseBackend("reference").name, "reference");
 * assert.throws(() => chooseBackend("cuda" as "auto"), /backend is "cuda"/);
 * ```
 */
export function chooseBackend(choice: BackendChoice): Backend {
  switch (choice) {
    case "auto":
    case "reference":
      return { name: "reference", note: null, createEngine: createReferenceEngine };
    default:
      throw new InputError(
        `Cannot choose a backend: backend is ${describeValue(choice)}; give ${BACKEND_NAMES.join(", ")} or auto`,
      );
  }
}
