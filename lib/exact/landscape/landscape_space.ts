import { InputError, SizeError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { flipRates } from "../flip_rates.ts";
import type { FlipRates } from "../flip_rates.ts";
import { boltzmannLaw } from "../law.ts";
import type { BoltzmannLaw } from "../law.ts";
import { fullSpace, sectors } from "../sector.ts";
import type { Sector } from "../sector.ts";
import { flipQuotient } from "./flip_quotient.ts";
import type { FlipKernel } from "./flip_quotient.ts";

/** Largest number of spins whose landscape is taken: 2^16 states with 16 neighbours each. */
export const MAXIMUM_LANDSCAPE_SPINS = 16;

/** What the states of a landscape are: all x, the pairs {x, −x}, or the pairs wherever they are legitimate. */
export type StateChoice = "auto" | "full" | "quotient";

/** Settings of {@link landscapeSpace}. */
export interface SpaceOptions {
  /** "auto" by default. */
  readonly states?: StateChoice;
  /** "single-site" (heat-bath) by default. */
  readonly kernel?: FlipKernel;
  readonly law?: BoltzmannLaw;
}

/**
 * The states on which a landscape stands, joined where one step of the kernel flips one into the other. On the quotient a
 * state is a pair {x, −x}, stored as the one whose last spin is +1; flipping the last spin leads to the state with all other
 * bits changed.
 */
export interface LandscapeSpace {
  readonly model: EnergyModel;
  readonly law: BoltzmannLaw;
  readonly kernel: FlipKernel;
  readonly quotient: boolean;
  /** Steps in one sweep. */
  readonly spins: number;
  /** The functions on these states: all of them, or the even ones. Its `weights` are π of each state. */
  readonly sector: Sector;
  readonly rates: FlipRates;
}

/**
 * The state space of a landscape, at most {@link MAXIMUM_LANDSCAPE_SPINS} spins.
 *
 * @throws {SizeError} when the model has more spins
 * @throws {InputError} when the quotient is asked for and not legitimate; the message says why
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { withBiases } from "../../model/with_parameters.ts";
 * const model = curieWeiss(3, 1);
 * assert.equal(landscapeSpace(model).sector.size, 4);
 * assert.equal(landscapeSpace(model, { states: "full" }).sector.size, 8);
 * const tilted = withBiases(model, [0.5, 0, 0]);
 * assert.equal(landscapeSpace(tilted).sector.size, 8);
 * assert.throws(() => landscapeSpace(tilted, { states: "quotient" }), /the bias of spin 0 is 0.5/);
 * ```
 */
export function landscapeSpace(model: EnergyModel, options: SpaceOptions = {}): LandscapeSpace {
  const spins = model.graph.vertexCount, { states = "auto", kernel = "single-site" } = options;
  if (spins > MAXIMUM_LANDSCAPE_SPINS) {
    throw new SizeError(
      `Cannot take the landscape of a model of ${spins} spins: its 2^${spins} states with ${spins} neighbours each are too many; use at most ${MAXIMUM_LANDSCAPE_SPINS} spins`,
    );
  }
  const law = options.law ?? boltzmannLaw(model);
  const { legitimate, reason } = flipQuotient(model, kernel, law);
  if (states === "quotient" && !legitimate) {
    throw new InputError(`Cannot take x and −x as one state: ${reason}; take the landscape over all states instead`);
  }
  const quotient = legitimate && states !== "full";
  const sector = quotient ? sectors(model, law)[0]! : fullSpace(model, law);
  const rates = flipRates(model, sector, kernel === "metropolis" ? "metropolis" : "heat-bath");
  return { model, law, kernel, quotient, spins, sector, rates };
}

/** The state that flipping a spin leads to. On the quotient of one spin that is the state itself. */
export function neighbour({ sector: { bits, size } }: LandscapeSpace, state: number, spin: number): number {
  return spin < bits ? state ^ (1 << spin) : size - 1 - state;
}

/** The probability that an update of a spin flips it: N times the probability of that step. */
export function flipRate({ sector: { bits, size }, rates }: LandscapeSpace, state: number, spin: number): number {
  if (spin >= bits) return rates.wrap[state]!;
  const low = state & ((1 << spin) - 1), pair = spin * (size / 2) + ((state >>> (spin + 1)) << spin) + low;
  return (state >>> spin & 1) === 0 ? rates.down[pair]! : rates.up[pair]!;
}

/** max |π(s) P(s, t) − π(t) P(t, s)| over all flips: zero up to rounding for a reversible kernel. */
export function flowImbalance(space: LandscapeSpace): number {
  const { spins, sector: { size, weights } } = space;
  let largest = 0;
  for (let s = 0; s < size; s++) {
    for (let spin = 0; spin < spins; spin++) {
      const t = neighbour(space, s, spin);
      const there = weights[s]! * flipRate(space, s, spin), back = weights[t]! * flipRate(space, t, spin);
      largest = Math.max(largest, Math.abs(there - back));
    }
  }
  return largest / spins;
}
