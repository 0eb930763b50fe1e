import { InputError } from "../../errors.ts";
import type { DenoisingTrainingState } from "./denoising_trainer.ts";
import type { TrainingFile } from "./training_file.ts";

/**
 * What a run goes on from, out of a checkpoint.
 *
 * @param wanted the settings and the data of the run
 * @param what names the file in messages
 * @throws {InputError} for a checkpoint of other settings or other data, of which it names the first, and for one without its optimiser
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const wanted = { settings: { seed: 1 } as TrainingFile["settings"], data: "sha256:0" };
 * assert.throws(() => resumedState({ ...wanted, data: "sha256:1", state: null }, wanted, "a.train"), /its data is "sha256:1"/);
 * assert.throws(() => resumedState({ ...wanted, state: null }, wanted, "a.train"), /without their optimiser/);
 * ```
 */
export function resumedState(
  found: Pick<TrainingFile, "settings" | "data" | "state">,
  wanted: Pick<TrainingFile, "settings" | "data">,
  what: string,
): DenoisingTrainingState {
  const action = `Cannot go on from ${what}`;
  const a: Record<string, unknown> = { ...found.settings, data: found.data };
  const b: Record<string, unknown> = { ...wanted.settings, data: wanted.data };
  const key = Object.keys(b).find((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
  if (key !== undefined) {
    throw new InputError(
      `${action}: it belongs to another run: its ${key} is ${JSON.stringify(a[key])} and ${
        JSON.stringify(b[key])
      } is wanted; give the settings and data of that run, or begin anew`,
    );
  }
  if (found.state !== null) return found.state;
  throw new InputError(`${action}: it holds weights without their optimiser; give the checkpoint of the run itself`);
}
