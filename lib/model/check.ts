import { InputError } from "../errors.ts";
import { describeValue, isList } from "../random/check.ts";

/** Rows of numbers: nested lists or typed arrays. */
export type Matrix = readonly ArrayLike<number>[];

/**
 * The inverse temperature, when it is a finite number that is at least 0; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkBeta(-1, "Cannot build an RBM"), /beta is -1/);
 * ```
 */
export function checkBeta(beta: unknown, action: string): number {
  if (typeof beta === "number" && Number.isFinite(beta) && beta >= 0) return beta;
  throw new InputError(`${action}: beta is ${describeValue(beta)}; give a finite number that is at least 0`);
}

/**
 * A copy of a list of finite numbers of the given length (`per` says what the length belongs to). Anything else, text and
 * null among it, is an InputError that quotes the first bad entry.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(checkVector([1, 2], "biases", "Cannot build a model", 2, "spin")[1], 2);
 * assert.throws(() => checkVector([1, NaN], "biases", "Cannot build a model", 2, "spin"), /biases\[1\] is NaN/);
 * ```
 */
export function checkVector(values: unknown, what: string, action: string, length: number, per: string): Float64Array {
  if (!isList(values)) {
    throw new InputError(`${action}: ${what} is ${describeValue(values)}; give a list of numbers, one per ${per}`);
  }
  if (values.length !== length) {
    throw new InputError(`${action}: ${what} has ${countEntries(values)}; give ${length}, one per ${per}`);
  }
  const checked = new Float64Array(length);
  for (let k = 0; k < length; k++) checked[k] = checkFinite(values[k], `${what}[${k}]`, action);
  return checked;
}

/**
 * The value, when it is a finite number; anything else is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkFinite("1", "weights[0]", "Cannot build a model"), /weights\[0\] is "1"/);
 * ```
 */
export function checkFinite(value: unknown, what: string, action: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new InputError(`${action}: ${what} is ${describeValue(value)}; give a finite number`);
}

/**
 * The shape of rows of equal length, at least one by one. Ragged or empty rows are an InputError that names the row.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(checkRows([[1, 2], [3, 4]], "weights", "Cannot build an RBM"), [2, 2]);
 * assert.throws(() => checkRows([[1, 2], [3]], "weights", "Cannot build an RBM"), /weights\[1\] has 1 entry/);
 * ```
 */
export function checkRows(rows: unknown, what: string, action: string): [number, number] {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw new InputError(`${action}: ${what} is ${describeValue(rows)}; give at least one row of numbers`);
  }
  const width = isList(rows[0]) ? rows[0].length : 0;
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i];
    if (!isList(row) || row.length === 0) {
      throw new InputError(`${action}: ${what}[${i}] is ${describeValue(row)}; give a row of at least one number`);
    }
    if (row.length !== width) {
      throw new InputError(
        `${action}: ${what}[${i}] has ${countEntries(row)} and ${what}[0] has ${width}; give rows of equal length`,
      );
    }
  }
  return [rows.length, width];
}

/**
 * A copy of a list of spins, each +1 or −1. Anything else is an InputError that quotes the first bad entry.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...checkSpins([1, -1], "spins", "Cannot take the energy", 2)], [1, -1]);
 * assert.throws(() => checkSpins([1, 0], "spins", "Cannot take the energy", 2), /spins\[1\] is 0/);
 * ```
 */
export function checkSpins(spins: unknown, what: string, action: string, length: number): Int8Array {
  if (!isList(spins) || spins.length !== length) {
    const found = isList(spins) ? `has ${countEntries(spins)}` : `is ${describeValue(spins)}`;
    throw new InputError(`${action}: ${what} ${found}; give ${length} entries, each +1 or -1`);
  }
  const checked = new Int8Array(length);
  for (let k = 0; k < length; k++) {
    const spin = spins[k];
    if (spin !== 1 && spin !== -1) {
      throw new InputError(`${action}: ${what}[${k}] is ${describeValue(spin)}; give +1 or -1`);
    }
    checked[k] = spin;
  }
  return checked;
}

function countEntries(list: ArrayLike<unknown>): string {
  return list.length === 1 ? "1 entry" : `${list.length} entries`;
}
