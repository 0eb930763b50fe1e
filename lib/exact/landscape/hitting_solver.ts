import { inner } from "../inner_product.ts";
import { createPairEngine } from "../pair_engine.ts";
import { residualBounds } from "./hitting_bounds.ts";
import type { ResidualBounds } from "./hitting_bounds.ts";
import { flipRate, neighbour } from "./landscape_space.ts";
import type { LandscapeSpace } from "./landscape_space.ts";

/** Expected numbers of steps to a target from every state, with bounds that hold state by state. */
export interface HittingField {
  /** An approximation; zero on the target. Overwritten by the next solve. */
  readonly time: Float64Array;
  /** The true times lie between `time / largest` and `time / smallest`. */
  readonly smallest: number;
  readonly largest: number;
  readonly iterations: number;
}

/** Relative width of the bounds at which a solve is good enough. */
const WIDTH = 1e-9;
/** Solve, smooth and judge at most so often. */
const ROUNDS = 8;
/** Residual of one solve relative to that before it, in the preconditioned π norm. */
const REDUCTION = 1e-10;
const MAXIMUM_ITERATIONS = 20_000;

/**
 * Solves (I − P_{S∖C}) t = 1 on one space for target after target: conjugate gradients in the π inner product with the exit
 * rates as preconditioner, repeated on the residual. The π norm hardly sees states of small mass, so each round ends with
 * Gauss–Seidel sweeps from the bottom of the landscape upwards, which settle those, and with the bounds that judge it.
 */
export class HittingSolver {
  readonly space: LandscapeSpace;
  readonly #exit: Float64Array;
  readonly #upward: Uint32Array;
  readonly #engine: ReturnType<typeof createPairEngine>;
  readonly #time: Float64Array;
  readonly #residual: Float64Array;
  readonly #correction: Float64Array;
  readonly #direction: Float64Array;
  readonly #image: Float64Array;
  readonly #scaled: Float64Array;
  readonly #isTarget: Uint8Array;

  constructor(space: LandscapeSpace) {
    const { size } = space.sector, { energies } = space.law;
    this.space = space;
    this.#engine = createPairEngine(space.sector, space.rates, 2, "wasm");
    [this.#direction, this.#image] = this.#engine.vectors as [Float64Array, Float64Array];
    this.#time = new Float64Array(size);
    this.#residual = new Float64Array(size);
    this.#correction = new Float64Array(size);
    this.#scaled = new Float64Array(size);
    this.#isTarget = new Uint8Array(size);
    this.#exit = new Float64Array(size);
    for (let s = 0; s < size; s++) {
      for (let spin = 0; spin < space.spins; spin++) {
        if (neighbour(space, s, spin) !== s) this.#exit[s]! += flipRate(space, s, spin);
      }
    }
    this.#upward = Uint32Array.from({ length: size }, (_, s) => s).sort((a, b) => energies[a]! - energies[b]! || a - b);
  }

  /** Times to a set of states that is neither empty nor everything. */
  solve(target: ArrayLike<number>): HittingField {
    const isTarget = this.#isTarget.fill(0), time = this.#time.fill(0);
    for (let k = 0; k < target.length; k++) isTarget[target[k]!] = 1;
    let bounds: ResidualBounds = { smallest: -Infinity, largest: Infinity, floor: 0 }, iterations = 0;
    for (let round = 0; round < ROUNDS; round++) {
      iterations += this.#improve();
      this.#smooth();
      this.#smooth();
      const next = residualBounds(this.space.sector, this.space.rates, time, isTarget, {
        sum: this.#residual,
        magnitude: this.#correction,
      });
      const before = bounds.largest - bounds.smallest, after = next.largest - next.smallest;
      bounds = next;
      // Near the floor that rounding sets, or when a round does not halve the width, another one is no use.
      if (after <= Math.max(WIDTH, 2 * next.floor) || (round > 1 && !(after < before / 2))) break;
    }
    const { spins } = this.space, { smallest, largest } = bounds;
    // The equation solved is Σ_i (I − P_i) t = 1, whose times are those of steps divided by N.
    for (let s = 0; s < time.length; s++) time[s]! *= spins;
    return { time, smallest, largest, iterations };
  }

  /** Adds to the times the solution of L e = 1 − L t. */
  #improve(): number {
    const { sector: { weights } } = this.space, size = weights.length;
    const [time, residual, u, direction, image, z, exit, isTarget] = [
      this.#time,
      this.#residual,
      this.#correction,
      this.#direction,
      this.#image,
      this.#scaled,
      this.#exit,
      this.#isTarget,
    ];
    direction.set(time);
    this.#engine.generator(0, 1);
    for (let s = 0; s < size; s++) residual[s] = isTarget[s] === 1 ? 0 : 1 - image[s]!;
    u.fill(0);
    for (let s = 0; s < size; s++) {
      z[s] = residual[s]! / exit[s]!;
      direction[s] = z[s]!;
    }
    let rho = inner(weights, residual, z), iteration = 0;
    const goal = rho * REDUCTION * REDUCTION;
    while (rho > goal && iteration < MAXIMUM_ITERATIONS) {
      iteration++;
      this.#engine.generator(0, 1);
      let curvature = 0;
      for (let s = 0; s < size; s++) {
        if (isTarget[s] === 1) image[s] = 0;
        else curvature += weights[s]! * direction[s]! * image[s]!;
      }
      if (!(curvature > 0)) break;
      const step = rho / curvature;
      let next = 0;
      for (let s = 0; s < size; s++) {
        u[s]! += step * direction[s]!;
        const r = residual[s]! - step * image[s]!;
        residual[s] = r;
        z[s] = r / exit[s]!;
        next += weights[s]! * r * z[s]!;
      }
      const ratio = next / rho;
      for (let s = 0; s < size; s++) direction[s] = z[s]! + ratio * direction[s]!;
      rho = next;
    }
    for (let s = 0; s < size; s++) time[s]! += u[s]!;
    return iteration;
  }

  /** One Gauss–Seidel sweep, lowest energies first. */
  #smooth(): void {
    const { sector: { bits, size, parity }, rates: { down, up, wrap } } = this.space;
    const time = this.#time, exit = this.#exit, isTarget = this.#isTarget, half = size / 2, wraps = parity !== "none";
    for (const s of this.#upward) {
      if (isTarget[s] === 1) continue;
      let sum = 1;
      for (let b = 0; b < bits; b++) {
        const pair = b * half + ((s >>> (b + 1)) << b) + (s & ((1 << b) - 1));
        sum += ((s >>> b & 1) === 0 ? down[pair]! : up[pair]!) * time[s ^ (1 << b)]!;
      }
      if (wraps && size > 1) sum += wrap[s]! * time[size - 1 - s]!;
      time[s] = sum / exit[s]!;
    }
  }
}
