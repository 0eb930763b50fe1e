import { ThermolabError } from "../errors.ts";

/** A reading above this share of the chain length is only a lower bound: the estimator's ceiling is near 0.17. */
export const CENSORED_SHARE = 0.12;
/** A chain is long enough for its reading when it holds this many times τ. */
export const ADMISSIBLE_TIMES = 50;

/** An autocorrelation time with what it may be used for. */
export interface TauReading {
  /** τ, half-Sokal, in draws; at least ½. */
  readonly tau: number;
  /** L: the draws of one chain. */
  readonly length: number;
  /** τ > 0.12·L: the estimator cannot show more, so the true time is τ or longer. */
  readonly censored: boolean;
  /** L ≥ 50·τ. */
  readonly admissible: boolean;
}

/**
 * What a time τ measured on chains of a length is worth. A constant observable (τ = ½) is admissible at 25 draws like any other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(tauReading(166.7, 1000), { tau: 166.7, length: 1000, censored: true, admissible: false });
 * assert.deepEqual(tauReading(20, 1000), { tau: 20, length: 1000, censored: false, admissible: true });
 * ```
 */
export function tauReading(tau: number, length: number): TauReading {
  return { tau, length, censored: tau > CENSORED_SHARE * length, admissible: length >= ADMISSIBLE_TIMES * tau };
}

/**
 * The chains are too short for their own autocorrelation time; the reading is carried along.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const error = new ShortChainError("Cannot average", tauReading(200, 1000));
 * assert.equal(error.reading.censored, true);
 * assert.match(error.message, /^Cannot average: the chains have 1000 draws and tau is at least 200.0 \(censored\)/);
 * ```
 */
export class ShortChainError extends ThermolabError {
  override name = "ShortChainError";
  readonly reading: TauReading;

  constructor(action: string, reading: TauReading) {
    const { tau, length, censored } = reading;
    const found = censored ? `at least ${tau.toPrecision(4)} (censored)` : `about ${tau.toPrecision(4)}`;
    super(
      `${action}: the chains have ${length} draws and tau is ${found}, which needs ${ADMISSIBLE_TIMES} tau; run ${
        censored ? "far more than " : ""
      }${Math.ceil(ADMISSIBLE_TIMES * tau)} draws, or ask for short chains to be read (short: "allow")`,
    );
    this.reading = reading;
  }
}

/** What to do with chains shorter than 50 τ. */
export type ShortChains = "refuse" | "allow";

/**
 * The reading, when its chains are long enough (L ≥ 50·τ) or short chains are allowed; otherwise a ShortChainError that carries it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => requireLength(tauReading(30, 1000)), /run 1500 draws/);
 * assert.equal(requireLength(tauReading(30, 1000), "allow").admissible, false);
 * ```
 */
export function requireLength(
  reading: TauReading,
  short: ShortChains = "refuse",
  action = "Cannot trust this autocorrelation time",
): TauReading {
  if (reading.admissible || short === "allow") return reading;
  throw new ShortChainError(action, reading);
}
