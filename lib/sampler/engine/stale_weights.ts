import { ThermolabError } from "../../errors.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { weightsDigest } from "../../model/weights_digest.ts";

/**
 * A model's parameters are not the ones that a sampler has registered.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new StaleWeightsError("Cannot sample: couplings[0] is 2 and was 1").name, "StaleWeightsError");
 * ```
 */
export class StaleWeightsError extends ThermolabError {
  override name = "StaleWeightsError";
}

/**
 * Remembers a model's parameters, and tells whether they still are what they were: the sampler holds a view of the live
 * arrays, and running on other weights than registered is an error, whichever of the two was meant.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { curieWeiss } from "../../model/curie_weiss.ts";
 * const model = curieWeiss(3, 1), registered = new RegisteredWeights(model);
 * registered.check();
 * model.couplings[1] = 7;
 * assert.throws(() => registered.check(), /couplings\[1\] is 7 and was 0.3333333333333333 when it was registered/);
 * ```
 */
export class RegisteredWeights {
  readonly #model: EnergyModel;
  readonly #couplings: Float64Array;
  readonly #biases: Float64Array | null;

  constructor(model: EnergyModel) {
    this.#model = model;
    this.#couplings = model.couplings.slice();
    this.#biases = model.biases?.slice() ?? null;
  }

  /** Takes the present parameters for the registered ones. */
  refresh(): void {
    this.#couplings.set(this.#model.couplings);
    if (this.#model.biases !== null) this.#biases!.set(this.#model.biases);
  }

  /** Digest of the registered parameters. */
  get digest(): string {
    return weightsDigest({ ...this.#model, couplings: this.#couplings, biases: this.#biases });
  }

  /** Throws a StaleWeightsError that names the first parameter that differs. */
  check(): void {
    compare("couplings", this.#model.couplings, this.#couplings);
    if (this.#model.biases !== null) compare("biases", this.#model.biases, this.#biases!);
  }
}

function compare(name: string, live: Float64Array, registered: Float64Array): void {
  for (let k = 0; k < registered.length; k++) {
    if (live[k] === registered[k]) continue;
    throw new StaleWeightsError(
      `Cannot sample: ${name}[${k}] is ${live[k]} and was ${registered[k]} when it was registered; ` +
        "call refresh() to take over the model's present parameters",
    );
  }
}
