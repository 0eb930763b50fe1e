import { ADMISSIBLE_TIMES, CENSORED_SHARE, type TauReading } from "../../diagnostics/tau_reading.ts";
import { formatNumber } from "../format_number.ts";

/** The largest R̂ of chains that agree (Vehtari et al. 2021). */
export const R_HAT_LIMIT = 1.01;

/**
 * What is wrong with chains, one sentence each: a time that is censored or too long for the chains, and an R̂ above 1.01.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(chainWarnings({ reading: { tau: 2, length: 1000, censored: false, admissible: true }, rHat: 1 }), []);
 * const [first] = chainWarnings({ reading: { tau: 40, length: 1000, censored: false, admissible: false } });
 * assert.match(first!, /1000 draws are 25 τ: run at least 50 τ = 2000/);
 * ```
 */
export function chainWarnings(
  { reading, rHat }: { readonly reading?: TauReading; readonly rHat?: number },
): string[] {
  const warnings: string[] = [];
  if (reading?.censored) {
    const { tau, length } = reading;
    warnings.push(
      `τ ≥ ${formatNumber(tau)} is censored: above ${CENSORED_SHARE} L = ${
        formatNumber(CENSORED_SHARE * length)
      } or beyond the longest lag the estimator shows only a lower bound`,
    );
  } else if (reading !== undefined && !reading.admissible) {
    const { tau, length } = reading;
    warnings.push(
      `${length} draws are ${formatNumber(length / tau, 3)} τ: run at least ${ADMISSIBLE_TIMES} τ = ${
        formatNumber(Math.ceil(ADMISSIBLE_TIMES * tau))
      } before trusting means or times`,
    );
  }
  if (rHat !== undefined && rHat > R_HAT_LIMIT) {
    warnings.push(
      `R̂ = ${formatNumber(rHat)} is above ${R_HAT_LIMIT}: the chains do not agree, or each drifts`,
    );
  }
  return warnings;
}
