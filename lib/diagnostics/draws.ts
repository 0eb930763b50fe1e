import { InputError } from "../errors.ts";
import { checkInteger, describeValue, isList } from "../random/check.ts";

/** One observable over independent chains: `draws[c][t]` is its value in chain c after sweep t, all chains equally long. */
export type Draws = readonly ArrayLike<number>[];

/** The number of chains and their common length, when every value is a finite number; anything else is an InputError. */
export function checkDraws(draws: Draws, action: string, leastDraws: number, leastChains = 1): {
  readonly chains: number;
  readonly length: number;
} {
  if (!isList(draws) || !Array.from<unknown>(draws).every(isList)) {
    throw new InputError(
      `${action}: draws is ${describeValue(draws)}; give an array of chains, each an array of numbers`,
    );
  }
  const chains = draws.length;
  if (chains < leastChains) {
    throw new InputError(`${action}: there are ${chains} chains; run at least ${leastChains} from different starts`);
  }
  const length = checkInteger(draws[0]!.length, "the chain length", action, leastDraws, 2 ** 30);
  draws.forEach((chain, c) => {
    if (chain.length !== length) {
      throw new InputError(
        `${action}: chain ${c} has ${chain.length} draws and chain 0 has ${length}; cut all chains to one length`,
      );
    }
    for (let t = 0; t < length; t++) {
      if (!Number.isFinite(chain[t])) {
        throw new InputError(
          `${action}: draw ${t} of chain ${c} is ${describeValue(chain[t])}; give finite numbers only`,
        );
      }
    }
  });
  return { chains, length };
}
