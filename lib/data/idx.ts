import { InputError } from "../errors.ts";

/** Images of an IDX file: count × height × width bytes, image after image, row after row. */
export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

const TYPES: Readonly<Record<number, string>> = {
  0x08: "unsigned bytes",
  0x09: "signed bytes",
  0x0b: "integers of 16 bits",
  0x0c: "integers of 32 bits",
  0x0d: "floats of 32 bits",
  0x0e: "floats of 64 bits",
};

/**
 * The images of an IDX file of unsigned bytes (three dimensions, magic number 0x00000803: LeCun, Cortes and Burges, "The
 * MNIST database of handwritten digits"). `pixels` is a view of `bytes`.
 *
 * Another magic number, type or count of dimensions, sizes of 0, and a body shorter or longer than the header says are
 * InputErrors; `what` names the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 255);
 * assert.deepEqual(parseIdxImages(bytes, "the images"), { count: 1, height: 1, width: 2, pixels: Uint8Array.of(7, 255) });
 * assert.throws(() => parseIdxImages(bytes.subarray(0, 17), "the images"), /announces 1 × 1 × 2 = 2 bytes and 1 follows/);
 * ```
 */
export function parseIdxImages(bytes: Uint8Array, what: string): IdxImages {
  const { sizes, body } = parseIdx(bytes, what, 3, "images");
  return { count: sizes[0]!, height: sizes[1]!, width: sizes[2]!, pixels: body };
}

/**
 * The labels of an IDX file of unsigned bytes (one dimension, magic number 0x00000801), a view of `bytes`. What
 * `parseIdxImages` refuses is refused here as well.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 5, 0);
 * assert.deepEqual(parseIdxLabels(bytes, "the labels"), Uint8Array.of(5, 0));
 * ```
 */
export function parseIdxLabels(bytes: Uint8Array, what: string): Uint8Array {
  return parseIdx(bytes, what, 1, "labels").body;
}

function parseIdx(
  bytes: Uint8Array,
  what: string,
  dimensions: number,
  content: string,
): { sizes: number[]; body: Uint8Array } {
  const action = `Cannot read ${what}`;
  const expected = `00 00 08 0${dimensions}`;
  if (bytes.length < 4) {
    const found = bytes.length === 0 ? "it is empty" : `it ends after ${plural(bytes.length, "byte")}`;
    throw new InputError(`${action}: ${found}; give an IDX file of ${content} (it begins with the bytes ${expected})`);
  }
  const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  if (bytes[0] !== 0 || bytes[1] !== 0 || !(bytes[2]! in TYPES)) {
    throw new InputError(
      `${action}: it begins with the bytes ${magic} and an IDX file of ${content} with ${expected}; give such a file`,
    );
  }
  if (bytes[2] !== 8) {
    throw new InputError(
      `${action}: it holds ${TYPES[bytes[2]!]} (it begins with ${magic}); save it as unsigned bytes`,
    );
  }
  if (bytes[3] !== dimensions) {
    throw new InputError(
      `${action}: it has ${
        plural(bytes[3]!, "dimension")
      } (it begins with ${magic}) and ${content} have ${dimensions}; ` +
        `check that images and labels are not swapped`,
    );
  }
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) {
    throw new InputError(`${action}: it ends inside its header of ${start} bytes, after ${bytes.length}; get it again`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const sizes = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const length = sizes.reduce((product, size) => product * size, 1);
  const shape = sizes.join(" × ");
  if (length === 0) {
    throw new InputError(`${action}: its header announces ${shape} bytes; give at least one of ${content}`);
  }
  // A Buffer of Node.js is no plain array of bytes: it copies and compares by other rules.
  const body = new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  if (body.length !== length) {
    const announced = dimensions === 1 ? `${length} bytes` : `${shape} = ${length} bytes`;
    const follow = body.length === 1 ? "1 follows" : `${body.length} follow`;
    const fault = body.length < length
      ? "it was cut off: get it again"
      : "it is not the file that its header describes";
    throw new InputError(`${action}: its header announces ${announced} and ${follow}; ${fault}`);
  }
  return { sizes, body };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
