/** A growing run of bytes from a fixed address on, into which the tables of a plan are laid one after the other. */
export class PlanWriter {
  readonly #from: number;
  #bytes: Uint8Array;
  #view: DataView;
  #end: number;

  constructor(from: number, tables: number) {
    this.#from = from;
    this.#end = tables;
    this.#bytes = new Uint8Array(1 << 16);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Where the next table would begin. */
  get end(): number {
    return this.#end;
  }

  /** Room for a table of so many bytes; its address is a multiple of 64. */
  reserve(size: number): number {
    const at = Math.ceil(this.#end / 64) * 64;
    this.#end = at + size;
    const needed = this.#end - this.#from;
    if (needed > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      bytes.set(this.#bytes);
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer);
    }
    return at;
  }

  word(at: number, value: number): void {
    this.#view.setUint32(at - this.#from, value, true);
  }

  byte(at: number, value: number): void {
    this.#view.setUint8(at - this.#from, value);
  }

  half(at: number, value: number): void {
    this.#view.setUint16(at - this.#from, value, true);
  }

  wide(at: number, value: number): void {
    this.#view.setBigInt64(at - this.#from, BigInt(value), true);
  }

  /** A table of 32-bit words. */
  words(values: ArrayLike<number>): number {
    const at = this.reserve(4 * values.length);
    for (let k = 0; k < values.length; k++) this.word(at + 4 * k, values[k]!);
    return at;
  }

  bytesAt(at: number, values: Uint8Array): void {
    this.#bytes.set(values, at - this.#from);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#end - this.#from);
  }
}
