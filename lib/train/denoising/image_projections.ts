import type { Stream } from "../../random/stream.ts";
import type { Observer, SampleBatch } from "../../sampler/schedule/observer.ts";

/**
 * The series of a few random projections of some spins: y = Σ_k p_k·x_k with p_k uniform in (−1, 1)/√n. What the autocorrelation r_yy
 * of an image's spins is read from (`outputAutocorrelation`), chain by chain.
 *
 * Source: arXiv:2510.23972, appendix on autocorrelation.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createSampler, createStream, curieWeiss } from "thermolab";
 * const sampler = await createSampler(curieWeiss(6, 1), { scan: "forward", seed: 7 });
 * const projections = new ImageProjections(Uint32Array.of(0, 1, 2), 2, 4, 10, createStream(7, "patterns"));
 * await sampler.run(sampler.init(4), { samples: 10 }, { observers: [projections] });
 * // Two projections, each of four chains of ten samples.
 * assert.deepEqual(projections.series.map(({ length }) => length), [40, 40]);
 * assert.ok(projections.series[0]!.every((y) => Math.abs(y) < Math.sqrt(3)));
 * await sampler.close();
 * ```
 */
export class ImageProjections implements Observer {
  readonly #sites: Uint32Array;
  readonly #factors: Float64Array;
  readonly #samples: number;
  readonly #chains: number;
  readonly #now: Float64Array;
  #seen = 0;
  /** Projection by projection, and in it chain by chain, the values of all samples. */
  readonly series: readonly Float64Array[];

  /** Of `samples` samples of `chains` chains; `stream` draws the directions. */
  constructor(sites: Uint32Array, projections: number, chains: number, samples: number, stream: Stream) {
    const scale = 1 / Math.sqrt(sites.length);
    this.#sites = sites;
    this.#factors = Float64Array.from(
      { length: projections * sites.length },
      () => scale * (2 * stream.uniform() - 1),
    );
    this.#samples = samples;
    this.#chains = chains;
    this.#now = new Float64Array(32);
    this.series = Array.from({ length: projections }, () => new Float64Array(chains * samples));
  }

  /** Adds the samples of a run's batch. */
  readonly observe = ({ words, samples, spinCount }: SampleBatch): void => {
    const sites = this.#sites, now = this.#now, groups = Math.ceil(this.#chains / 32);
    for (let s = 0, at = 0; s < samples; s++, this.#seen++) {
      for (let g = 0; g < groups; g++, at += spinCount) {
        const lanes = Math.min(32, this.#chains - 32 * g);
        this.series.forEach((series, p) => {
          const first = p * sites.length;
          let total = 0;
          now.fill(0);
          for (let k = 0; k < sites.length; k++) {
            const factor = this.#factors[first + k]!;
            total += factor;
            for (let bits = words[at + sites[k]!]!; bits !== 0; bits &= bits - 1) {
              now[31 - Math.clz32(bits & -bits)]! += factor;
            }
          }
          for (let c = 0; c < lanes; c++) series[(32 * g + c) * this.#samples + this.#seen] = total - 2 * now[c]!;
        });
      }
    }
  };
}
