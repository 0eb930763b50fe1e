import { parse } from "npyjs";
import { InputError } from "../errors.ts";

/** Numbers with a shape, row after row (C order). */
export interface NumberTable {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Numbers as a `.npy` file holds them: the NumPy type without its byte order (`u1`, `f4`, …), and C order. */
export interface NpyArray {
  readonly type: string;
  readonly shape: readonly number[];
  /** Truth values (`b1`) are 0 and 1, half floats are single, and integers of 64 bits are doubles. */
  readonly data: NpyNumbers;
}

/** The numbers of an `NpyArray`. */
export type NpyNumbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/**
 * The numbers of a NumPy `.npy` file of float32 or float64, stored in C or Fortran order, as doubles in C order. Other
 * types, a damaged header, and data shorter or longer than the shape says are InputErrors; `what` names the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dump } from "npyjs";
 * const bytes = new Uint8Array(dump(Float64Array.of(1, 2, 3, 4), [2, 2]));
 * assert.deepEqual(parseNpy(bytes, "weights.npy"), { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) });
 * ```
 */
export function parseNpy(bytes: Uint8Array, what: string): NumberTable {
  const { shape, data } = parseNpyArray(bytes, what, ["f4", "f8"], "a float32 or float64 array");
  return { shape, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}

/**
 * The array of a NumPy `.npy` file whose type is among `types`, in C order. Other types, a damaged header, and data shorter
 * or longer than the shape says are InputErrors; `what` names the file and `remedy` the array to save instead.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dump } from "npyjs";
 * const bytes = new Uint8Array(dump(Uint8Array.of(0, 255), [1, 2]));
 * assert.deepEqual(parseNpyArray(bytes, "images.npy", ["u1"], "a uint8 array").data, Uint8Array.of(0, 255));
 * assert.throws(() => parseNpyArray(bytes, "images.npy", ["f4"], "a float32 array"), /numbers are of type "u1"/);
 * ```
 */
export function parseNpyArray(bytes: Uint8Array, what: string, types: readonly string[], remedy: string): NpyArray {
  const action = `Cannot read ${what}`, remedied = `write it with numpy.save from ${remedy}`;
  if (bytes.length === 0) throw new InputError(`${action}: it is empty; ${remedied}`);
  let array: ReturnType<typeof parse>;
  try {
    // A Buffer of Node.js is a view of a larger pool, so the bytes are copied out.
    array = parse(new Uint8Array(bytes).buffer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${action}: it is not a usable .npy file (${reason}); ${remedied}`, { cause: error });
  }
  const { shape, dtype: type, fortranOrder } = array;
  if (!types.includes(type)) {
    throw new InputError(`${action}: its numbers are of type ${JSON.stringify(type)}; ${remedied}`);
  }
  const data = toNumbers(array.data);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count) {
    throw new InputError(
      `${action}: it holds ${data.length} numbers and its shape (${shape.join(", ")}) asks for ${count}; ${remedied}`,
    );
  }
  return { type, shape, data: fortranOrder ? toRowOrder(data, shape) : data };
}

function toNumbers(data: unknown): NpyNumbers {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  // The library makes a plain list of truth values.
  if (Array.isArray(data)) return Uint8Array.from(data, Number);
  return data as NpyNumbers;
}

function toRowOrder(values: NpyNumbers, shape: readonly number[]): NpyNumbers {
  const ordered = values.slice();
  const index = new Array<number>(shape.length).fill(0);
  for (let k = 0; k < values.length; k++) {
    let target = 0;
    for (let d = 0; d < shape.length; d++) target = target * shape[d]! + index[d]!;
    ordered[target] = values[k]!;
    // In Fortran order the first index runs fastest.
    for (let d = 0; d < shape.length && ++index[d]! === shape[d]; d++) index[d] = 0;
  }
  return ordered;
}
