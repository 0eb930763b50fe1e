import { SizeError } from "../errors.ts";
import { slowModes } from "../exact/slow_modes.ts";
import type { TransitionOperator } from "../exact/transition_operator.ts";

/** Multiply–add operations that are spent on stepping the law before the slow modes take over. */
const STEPPING_WORK = 2e9;

/** Modes that have decayed by exp(−36) are gone to double precision. */
const DECAYED = 36;

/** Most slow modes that are followed in closed form. */
const MAXIMUM_MODES = 16;

/**
 * The law after `burnIn` units of `repeat` applications each from the uniform law, on the even sector or the full space: stepped
 * exactly, and for very long burn-ins finished in closed form along the few modes that are still alive.
 *
 * @throws {SizeError} when the burn-in is too long for a kernel whose slow modes cannot be followed
 */
export function burnedInLaw(operator: TransitionOperator, burnIn: number, repeat: number): Float64Array {
  const { size, bits } = operator.sector;
  const law = new Float64Array(size).fill(1 / size), next = new Float64Array(size);
  const total = burnIn * repeat;
  const affordable = Math.max(1000, Math.floor(STEPPING_WORK / (size * (bits + 1))));
  let done = 0;
  while (done < total && done < affordable) {
    operator.applyTransposed(law, next);
    done++;
    if (done % 64 === 0 && distance(law, next) === 0) return next;
    law.set(next);
  }
  return done === total ? law : alongSlowModes(operator, law, done, total);
}

function alongSlowModes(operator: TransitionOperator, law: Float64Array, done: number, total: number): Float64Array {
  const { weights, size } = operator.sector;
  const modes = operator.reversible ? slowModes(operator, { below: DECAYED / done, count: MAXIMUM_MODES + 1 }) : [];
  if (!operator.reversible || modes.length > MAXIMUM_MODES) {
    throw new SizeError(
      `Cannot follow a burn-in of ${total} applications of the ${operator.kernel} kernel; use a reversible kernel or a smaller beta`,
    );
  }
  const result = Float64Array.from(weights);
  for (const { gap, vector } of modes) {
    let amplitude = 0;
    for (let s = 0; s < size; s++) amplitude += law[s]! * vector[s]!;
    amplitude *= Math.exp((total - done) * Math.log1p(-gap));
    for (let s = 0; s < size; s++) result[s]! += amplitude * weights[s]! * vector[s]!;
  }
  return result;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let s = 0; s < a.length; s++) sum += Math.abs(a[s]! - b[s]!);
  return sum;
}
