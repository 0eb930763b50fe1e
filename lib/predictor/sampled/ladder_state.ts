import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { LadderRung, LadderState } from "./ladder_rung.ts";

const NOT_FINITE = new Map([NaN, Infinity, -Infinity].map((value) => [String(value), value]));

/**
 * The state of a ladder as JSON, numbers that are not finite as strings.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const state: LadderState = { version: 1, registered: "sha256:0", rungs: [] };
 * assert.deepEqual(decodeLadderState(encodeLadderState(state)), state);
 * ```
 */
export function encodeLadderState(state: LadderState): string {
  return JSON.stringify(
    state,
    (_key, value) => typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}

/**
 * The state that `encodeLadderState` wrote. Other texts, such as a file that was cut off, are InputErrors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => decodeLadderState('{"version":1,"rungs":['), /Cannot read the state of a ladder/);
 * ```
 */
export function decodeLadderState(text: string): LadderState {
  let value: unknown;
  try {
    value = JSON.parse(text, (key, entry) => key === "registered" ? entry : NOT_FINITE.get(entry) ?? entry);
  } catch {
    throw refused(text);
  }
  const { version, registered, rungs } = (value ?? {}) as Partial<Record<keyof LadderState, unknown>>;
  if (version !== 1 || typeof registered !== "string" || !Array.isArray(rungs) || !rungs.every(isRung)) {
    throw refused(text);
  }
  return { version, registered, rungs };
}

function isRung(value: unknown): value is LadderRung {
  const rung = (value ?? {}) as Partial<Record<keyof LadderRung, unknown>>;
  return [rung.length, rung.warmUp, rung.firstSweep, rung.tauMax].every((entry) => typeof entry === "number");
}

function refused(text: string): InputError {
  return new InputError(
    `Cannot read the state of a ladder: it is ${describeValue(text)}; give what encodeLadderState() wrote, whole`,
  );
}
