import { swapCost } from "./swap_cost.ts";
import type { SwapDecisions } from "./swap_decisions.ts";
import type { TemperingState } from "./tempering_state.ts";

/** What exchanges change: the state's spins and replicas, the energies (rung r of ladder c at r·chains + c), and which rungs moved. */
export interface ExchangeTarget {
  readonly state: TemperingState;
  readonly energies: Float64Array;
  /** Set to 1 where a rung's spins have changed. */
  readonly moved: Uint8Array;
}

/**
 * Exchanges of neighbouring rungs in many ladders side by side. Each ladder decides for itself; the spins of all that agree are
 * exchanged together, by exclusive or under a mask of ladders. `proposed` and `accepted` count by pair, over all ladders, since the last
 * `restart`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SwapDecisions } from "./swap_decisions.ts";
 * import { startTempering } from "./tempering_state.ts";
 * const exchanges = new Exchanges(new SwapDecisions(7, "chain"), [0.5], 1);
 * const state = startTempering([0.5, 1], 1, [Uint32Array.of(1), Uint32Array.of(0)]);
 * // The hot rung has the lower energy: the exchange is certain.
 * exchanges.alternate({ state, energies: Float64Array.of(-1, 1), moved: new Uint8Array(2) }, 0);
 * assert.deepEqual([state.spins[0]![0], state.spins[1]![0], ...state.replicas], [0, 1, 1, 0]);
 * assert.deepEqual([...exchanges.accepted], [1]);
 * ```
 */
export class Exchanges {
  readonly proposed: Float64Array;
  readonly accepted: Float64Array;
  readonly #decisions: SwapDecisions;
  readonly #betaGaps: ArrayLike<number>;
  readonly #chains: number;
  readonly #groups: number;
  readonly #masks: Uint32Array;

  /** `betaGaps`: the rise of the inverse temperature from each rung to the next. */
  constructor(decisions: SwapDecisions, betaGaps: ArrayLike<number>, chains: number) {
    this.#decisions = decisions;
    this.#betaGaps = betaGaps;
    this.#chains = chains;
    this.#groups = Math.ceil(chains / 32);
    this.#masks = new Uint32Array(betaGaps.length * this.#groups);
    this.proposed = new Float64Array(betaGaps.length);
    this.accepted = new Float64Array(betaGaps.length);
  }

  /** Counts from 0 again. */
  restart(): void {
    this.proposed.fill(0);
    this.accepted.fill(0);
  }

  /** `count` proposals one after the other, each on a random pair of its ladder, in the ladders whose bit is set in `part`. */
  random(target: ExchangeTarget, round: number, count: number, part: Uint32Array): void {
    const pairs = this.#betaGaps.length;
    if (pairs === 0) return;
    for (let k = 0; k < count; k++) {
      for (let c = 0; c < this.#chains; c++) {
        if ((part[c >>> 5]! >>> (c & 31) & 1) === 0) continue;
        this.#propose(target, c, round, k, this.#decisions.pair(c, round, k, pairs));
      }
      this.#exchange(target);
    }
  }

  /** The pairs (0,1), (2,3) … in even rounds, (1,2), (3,4) … in odd ones, in every ladder. */
  alternate(target: ExchangeTarget, round: number): void {
    for (let pair = round % 2; pair < this.#betaGaps.length; pair += 2) {
      for (let c = 0; c < this.#chains; c++) this.#propose(target, c, round, pair, pair);
    }
    this.#exchange(target);
  }

  #propose({ state, energies }: ExchangeTarget, c: number, round: number, k: number, pair: number): void {
    const hot = pair * this.#chains + c, cold = hot + this.#chains;
    const cost = swapCost(this.#betaGaps[pair]!, energies[hot]!, energies[cold]!);
    this.proposed[pair]!++;
    if (!this.#decisions.accepts(c, round, k, cost)) return;
    this.accepted[pair]!++;
    this.#masks[pair * this.#groups + (c >>> 5)]! |= 1 << (c & 31);
    const energy = energies[hot]!, { replicas } = state, at = c * state.ladder.length + pair, replica = replicas[at]!;
    energies[hot] = energies[cold]!;
    energies[cold] = energy;
    replicas[at] = replicas[at + 1]!;
    replicas[at + 1] = replica;
  }

  #exchange({ state: { spins }, moved }: ExchangeTarget): void {
    const groups = this.#groups, masks = this.#masks;
    for (let k = 0; k < masks.length; k++) {
      const mask = masks[k]!;
      if (mask === 0) continue;
      masks[k] = 0;
      const pair = Math.floor(k / groups), hot = spins[pair]!, cold = spins[pair + 1]!, n = hot.length / groups;
      moved[pair] = moved[pair + 1] = 1;
      for (let i = (k % groups) * n, end = i + n; i < end; i++) {
        const differ = (hot[i]! ^ cold[i]!) & mask;
        hot[i]! ^= differ;
        cold[i]! ^= differ;
      }
    }
  }
}
