import { InputError } from "../../errors.ts";
import { BatchMeans } from "./batch_means.ts";
import { countRoundTrips, type RoundTrips } from "./replica_journeys.ts";
import type { TemperingObserver, TemperingRound } from "./tempering_observer.ts";

// From so many ladders on their scatter gives the errors, else the scatter of batches of rounds.
const MANY_LADDERS = 8;

/** A mean with its Monte-Carlo standard error, null where the run is too short to tell. */
export interface MeanWithError {
  readonly mean: number;
  readonly standardError: number | null;
}

/**
 * What a ladder's rounds say about it, in constant memory: rejection rates by pair, the communication barrier Λ, energies by rung, round
 * trips. All rounds shown to it must be of the same ladder.
 *
 * The rejection rate of a pair is the mean of 1 − min(1, exp(−Δβ·ΔE)) over the states of all rounds, whether an exchange was
 * proposed or not; `acceptance` counts what was.
 *
 * Source: Λ as the sum of the rejection rates, S. Syed et al., J. R. Stat. Soc. B 84, 321 (2022).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * import { createTempering } from "./create_tempering.ts";
 * await using tempering = await createTempering(curieWeiss(6, 1), { ladder: [0.5, 1], seed: 7, backend: "reference" });
 * const statistics = new TemperingStatistics();
 * await tempering.run(tempering.init(32), { burnIn: 10, samples: 50 }, { roundObservers: [statistics] });
 * assert.equal(statistics.rounds, 50);
 * const [rejection] = statistics.rejections();
 * assert.ok(rejection!.mean > 0.01 && rejection!.mean < 0.5 && rejection!.standardError! < 0.1);
 * ```
 */
export class TemperingStatistics implements TemperingObserver {
  #rounds = 0;
  #chains = 0;
  #ladder = new Float64Array(0);
  #barrier = new BatchMeans();
  #pairs: BatchMeans[] = [];
  // By ladder, then pair.
  #byLadder = new Float64Array(0);
  #proposed = new Float64Array(0);
  #accepted = new Float64Array(0);
  #energyMeans = new Float64Array(0);
  #energySquares = new Float64Array(0);
  #first: RoundTrips = { started: 0, finished: 0, rate: NaN };
  #last: RoundTrips = this.#first;

  /** Rounds seen. */
  get rounds(): number {
    return this.#rounds;
  }

  /** The ladder of these rounds. */
  get ladder(): Float64Array {
    return this.#ladder.slice();
  }

  readonly observeRound = (round: TemperingRound): void => {
    const { state, energies, betaGaps, proposed, accepted } = round, { chains, ladder } = state;
    if (this.#rounds === 0) this.#begin(round);
    else if (chains !== this.#chains || ladder.some((rung, r) => rung !== this.#ladder[r])) {
      throw new InputError("Cannot add to the statistics: the ladder has changed; use new statistics for each ladder");
    }
    this.#rounds++;
    const pairs = betaGaps.length;
    let total = 0;
    for (let e = 0; e < pairs; e++) {
      let sum = 0;
      for (let c = 0; c < chains; c++) {
        const cost = betaGaps[e]! * (energies[e * chains + c]! - energies[(e + 1) * chains + c]!);
        const rejection = cost > 0 ? -Math.expm1(-cost) : 0;
        this.#byLadder[c * pairs + e]! += rejection;
        sum += rejection;
      }
      this.#pairs[e]!.add(sum / chains);
      total += sum / chains;
      this.#proposed[e]! += proposed[e]!;
      this.#accepted[e]! += accepted[e]!;
    }
    this.#barrier.add(total);
    this.#addEnergies(energies);
    this.#last = countRoundTrips(state);
    if (this.#rounds === 1) this.#first = this.#last;
  };

  /** By pair, the hottest first. */
  rejections(): MeanWithError[] {
    return this.#pairs.map((series, e) => {
      return {
        mean: series.mean,
        standardError: this.#error(series, (c) => this.#byLadder[c * this.#pairs.length + e]!),
      };
    });
  }

  /** The communication barrier Λ from the hottest rung to the coldest. */
  barrier(): MeanWithError {
    const pairs = this.#pairs.length;
    const ofLadder = (c: number) => this.#byLadder.subarray(c * pairs, (c + 1) * pairs).reduce((a, b) => a + b, 0);
    return { mean: this.#barrier.mean, standardError: this.#error(this.#barrier, ofLadder) };
  }

  /** Accepted over proposed exchanges by pair; NaN where none was proposed. */
  acceptance(): Float64Array {
    return this.#accepted.map((count, e) => count / this.#proposed[e]!);
  }

  /** Proposed exchanges by pair, over all ladders. */
  proposed(): Float64Array {
    return this.#proposed.slice();
  }

  /** Mean energy of each rung, without beta. */
  energyMeans(): Float64Array {
    return this.#energyMeans.slice();
  }

  /** Var(E) of each rung, the heat capacity over β²: what `equalAcceptanceRungs` takes. */
  energyVariances(): Float64Array {
    const count = this.#rounds * this.#chains;
    return this.#energySquares.map((squares) => squares / count);
  }

  /** Journeys after the first of these rounds; `rate` per round and ladder. */
  roundTrips(): RoundTrips {
    const started = this.#last.started - this.#first.started, finished = this.#last.finished - this.#first.finished;
    return { started, finished, rate: finished / ((this.#rounds - 1) * this.#chains) };
  }

  #begin({ state: { chains, ladder }, betaGaps: { length: pairs } }: TemperingRound): void {
    this.#chains = chains;
    this.#ladder = ladder.slice();
    this.#pairs = Array.from({ length: pairs }, () => new BatchMeans());
    this.#byLadder = new Float64Array(chains * pairs);
    this.#proposed = new Float64Array(pairs);
    this.#accepted = new Float64Array(pairs);
    this.#energyMeans = new Float64Array(ladder.length);
    this.#energySquares = new Float64Array(ladder.length);
  }

  // Welford's sums, rung by rung.
  #addEnergies(energies: Float64Array): void {
    const chains = this.#chains, means = this.#energyMeans, squares = this.#energySquares;
    for (let r = 0; r < means.length; r++) {
      for (let c = 0; c < chains; c++) {
        const value = energies[r * chains + c]!, off = value - means[r]!;
        means[r]! += off / ((this.#rounds - 1) * chains + c + 1);
        squares[r]! += off * (value - means[r]!);
      }
    }
  }

  #error(series: BatchMeans, sumOf: (ladder: number) => number): number | null {
    const chains = this.#chains;
    if (chains < MANY_LADDERS) return series.standardError;
    let squares = 0;
    for (let c = 0; c < chains; c++) squares += (sumOf(c) / this.#rounds - series.mean) ** 2;
    return Math.sqrt(squares / (chains - 1) / chains);
  }
}
