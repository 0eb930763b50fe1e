import { autocorrelationOf, type TemperingRecord } from "../../../../lib/notebook/diagnostics/mod.ts";
import { autocorrelationParts } from "../../../../lib/notebook/diagnostics/autocorrelation_figure.ts";
import type { DiagnosticParts } from "../../../../lib/notebook/diagnostics/diagnostic_figure.ts";
import { essParts } from "../../../../lib/notebook/diagnostics/ess_figure.ts";
import { rankParts } from "../../../../lib/notebook/diagnostics/rank_figure.ts";
import { temperingParts } from "../../../../lib/notebook/diagnostics/tempering_figure.ts";
import { traceParts } from "../../../../lib/notebook/diagnostics/trace_figure.ts";
import { createStream } from "../../../../lib/random/mod.ts";
import { ar1Chains, signChain } from "../../diagnostics/ar1.ts";

/** Chains of good and bad behaviour. */
export const good = ar1Chains(1, 0.6, 4, 2000);
export const drifting = ar1Chains(2, 0.99, 4, 600).map((chain, c) => chain.map((x, t) => x + (c % 2) * 0.02 * t));
export const many = ar1Chains(3, 0.5, 32, 5000);

const stream = createStream(4, "test");
/** Spins that rarely switch. */
export const signs = Array.from({ length: 3 }, () => signChain(stream, 0.98, 1500));

/** Replicas that swap with fixed rejection rates, even and odd edges in turn. */
export function journey(rejections: readonly number[], times: number): TemperingRecord {
  const rungs = rejections.length + 1, random = createStream(5, "test");
  const at = Array.from({ length: rungs }, (_, k) => k), places = at.map(() => new Int32Array(times));
  for (let t = 0; t < times; t++) {
    at.forEach((replica, rung) => places[replica]![t] = rung);
    for (let k = t % 2; k < rungs - 1; k += 2) {
      if (random.uniform() < rejections[k]!) continue;
      [at[k], at[k + 1]] = [at[k + 1]!, at[k]!];
    }
  }
  return { betas: Array.from({ length: rungs }, (_, k) => k / (rungs - 1)), rejections, places };
}

/** Each figure of diagnostics, of good and of bad chains. */
export const gallery: Readonly<Record<string, () => DiagnosticParts>> = {
  trace: () => traceParts(good, "energy per spin"),
  traceDrift: () => traceParts(drifting, "energy per spin"),
  traceMany: () => traceParts(many, "x<sub>1</sub>x<sub>2</sub>"),
  traceSigns: () => traceParts(signs, "x<sub>1</sub>"),
  autocorrelation: () => autocorrelationParts([autocorrelationOf("energy", good)]),
  autocorrelationShort: () =>
    autocorrelationParts([autocorrelationOf("energy", drifting), autocorrelationOf("x<sub>1</sub>", [drifting[0]!])]),
  ranks: () => rankParts(good, { name: "energy" }),
  ranksEight: () => rankParts(many.slice(0, 7), { name: "energy" }),
  ranksDrift: () => rankParts(drifting, { name: "energy" }),
  ranksMany: () => rankParts(many, { name: "energy" }),
  ess: () => essParts(good, { name: "energy" }),
  essDrift: () => essParts(drifting, { name: "energy" }),
  tempering: () => temperingParts(journey([0.2, 0.35, 0.3, 0.45, 0.3, 0.2, 0.25], 3000)),
  temperingBlocked: () => temperingParts(journey([0.3, 0.4, 1, 0.3], 1000)),
  temperingRates: () => temperingParts({ betas: [1, 0.7, 0.4, 0.1], rejections: [0.3, 0.4, 0.5] }),
};
