import { InputError, SizeError } from "../../errors.ts";
import { type EnergyModel, observableCount } from "../../model/energy_model.ts";
import { checkInteger } from "../../random/check.ts";
import type { Observer, SampleBatch } from "../../sampler/schedule/observer.ts";

const ACTION = "Cannot store the observables";

/**
 * The gradient observables of the first `sweeps` samples of every chain, one bit each: bit (a mod 32) of word
 * (t·chains + c)·words + ⌊a/32⌋ of `bits` is set when x_i·x_j, or x_i, is −1 (f_a = +1). What comes later is left out. 1,000 sweeps of
 * 25,200 observables × 32 chains take 101 MB.
 */
export class SignStore implements Observer {
  readonly observables: number;
  readonly chains: number;
  readonly sweeps: number;
  /** Words of one chain at one sample. */
  readonly words: number;
  readonly bits: Uint32Array;
  readonly #model: EnergyModel;
  readonly #block = new Uint32Array(32);
  #length = 0;

  constructor(
    model: EnergyModel,
    options: { readonly chains: number; readonly sweeps: number; readonly maximumBytes: number },
  ) {
    this.#model = model;
    this.observables = observableCount(model);
    this.chains = checkInteger(options.chains, "chains", ACTION, 1, 2 ** 20);
    this.sweeps = checkInteger(options.sweeps, "sweeps", ACTION, 2, 2 ** 30);
    this.words = Math.ceil(this.observables / 32);
    const bytes = 4 * this.words * this.chains * this.sweeps;
    if (!(bytes <= options.maximumBytes)) {
      throw new SizeError(
        `${ACTION}: ${this.observables} of ${this.chains} chains over ${this.sweeps} sweeps need ${bytes} bytes, more than ` +
          `maximumBytes = ${options.maximumBytes}; give fewer sweeps or chains, or a larger maximumBytes`,
      );
    }
    this.bits = new Uint32Array(bytes / 4);
  }

  /** Samples stored so far. */
  get length(): number {
    return this.#length;
  }

  readonly observe = ({ words, samples, chains, spinCount: n }: SampleBatch): void => {
    const { graph: { from, to, vertexCount }, biases } = this.#model, edges = from.length, block = this.#block;
    if (chains !== this.chains || n !== vertexCount) {
      throw new InputError(
        `${ACTION}: the samples are of ${chains} chains of ${n} spins; give ${this.chains} chains of ${vertexCount} spins`,
      );
    }
    for (let s = 0, at = 0; s < samples && this.#length < this.sweeps; s++, this.#length++) {
      for (let first = 0; first < chains; first += 32, at += n) {
        for (let w = 0; w < this.words; w++) {
          block.fill(0);
          for (let k = 0, a = 32 * w; k < 32 && a < this.observables; k++, a++) {
            block[k] = a < edges
              ? words[at + from[a]!]! ^ words[at + to[a]!]!
              : biases === null
              ? 0
              : words[at + a - edges]!;
          }
          transpose(block);
          for (let c = 0; c < 32 && first + c < chains; c++) {
            this.bits[(this.#length * chains + first + c) * this.words + w] = block[c]!;
          }
        }
      }
    }
  };
}

/** Swaps rows and columns of 32 × 32 bits, column k being bit k of a row (H. S. Warren, Hacker's Delight, 2nd ed., 7-3). */
function transpose(block: Uint32Array): void {
  for (let width = 16, mask = 0x0000ffff; width !== 0; width >>= 1, mask ^= mask << width) {
    for (let k = 0; k < 32; k = (k + width + 1) & ~width) {
      const other = k + width, swap = ((block[k]! >>> width) ^ block[other]!) & mask;
      block[k]! ^= swap << width;
      block[other]! ^= swap;
    }
  }
}
