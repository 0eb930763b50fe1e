import { InputError } from "../errors.ts";
import { describeValue } from "../random/check.ts";
import { chainGroups } from "./sign_batch_layout.ts";

/**
 * The number of samples in `samples`, in the form in which samplers give them: per sample groups × spins words, one group for
 * every 32 chains; bit (c mod 32) of word ⌊c/32⌋·spins + i is set when spin i of chain c is −1, and bits of no chain are zero.
 * Anything else is an InputError.
 */
export function checkPackedSigns(samples: unknown, spins: number, chains: number, action: string): number {
  if (!(samples instanceof Uint32Array)) {
    throw new InputError(`${action}: samples is ${describeValue(samples)}; give a Uint32Array of packed spins`);
  }
  const groups = chainGroups(chains), size = groups * spins;
  if (samples.length % size !== 0) {
    throw new InputError(
      `${action}: there are ${samples.length} words; give groups × spins = ${size} words for every sample`,
    );
  }
  if (chains % 32 !== 0) {
    const unused = ~(2 ** (chains % 32) - 1);
    for (let start = (groups - 1) * spins; start < samples.length; start += size) {
      for (let k = start; k < start + spins; k++) {
        if ((samples[k]! & unused) === 0) continue;
        throw new InputError(
          `${action}: word ${k} is 0x${samples[k]!.toString(16)}; leave the bits beyond the ${chains} chains zero`,
        );
      }
    }
  }
  return samples.length / size;
}
