import { parse } from "npyjs";
import { InputError } from "../errors.ts";

/** Numbers with a shape, row after row (C order). */
export interface NumberTable {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

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
  const action = `Cannot read ${what}`;
  const remedy = "write it with numpy.save from a float32 or float64 array";
  if (bytes.length === 0) throw new InputError(`${action}: it is empty; ${remedy}`);
  let array: ReturnType<typeof parse>;
  try {
    // A Buffer of Node.js is a view of a larger pool, so the bytes are copied out.
    array = parse(new Uint8Array(bytes).buffer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${action}: it is not a usable .npy file (${reason}); ${remedy}`, { cause: error });
  }
  const { shape, data } = array;
  if (!(data instanceof Float64Array || data instanceof Float32Array) || !/^f[48]$/.test(array.dtype)) {
    throw new InputError(`${action}: its numbers are of type ${JSON.stringify(array.dtype)}; ${remedy}`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count) {
    throw new InputError(
      `${action}: it holds ${data.length} numbers and its shape (${shape.join(", ")}) asks for ${count}; ${remedy}`,
    );
  }
  const values = Float64Array.from(data);
  return { shape, data: array.fortranOrder ? toRowOrder(values, shape) : values };
}

function toRowOrder(values: Float64Array, shape: readonly number[]): Float64Array {
  const ordered = new Float64Array(values.length);
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
