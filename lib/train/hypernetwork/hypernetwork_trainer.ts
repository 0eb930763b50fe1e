import { InputError } from "../../errors.ts";
import { createHypernetwork } from "../../model/hypernetwork/hypernetwork.ts";
import type { QGradient } from "../../predictor/gradient/q_gradient.ts";
import { createStream } from "../../random/stream.ts";
import { Adam } from "../adam.ts";
import type { FullArm } from "./hypernetwork_arm.ts";
import type { HypernetworkTraining, TrainingBreak, TrainingCheckpoint } from "./hypernetwork_training.ts";
import { PooledLoss } from "./pooled_loss.ts";
import { trainingError } from "./training_error.ts";
import { emptyRecords, type TrainingState } from "./training_state.ts";

/** One run, step by step. */
export class HypernetworkTrainer {
  readonly #arm: FullArm;
  readonly #loss: PooledLoss;
  readonly #parameters: Float64Array;
  readonly #records: HypernetworkTraining["records"];
  readonly #crossings: (TrainingCheckpoint | null)[];
  readonly #adam: Adam;

  /** @param state of an earlier trainer of the same arm, to go on from */
  constructor(arm: FullArm, state?: TrainingState) {
    const start = state?.parameters ??
      createHypernetwork(arm.shape, createStream(arm.seed, "weights"), arm.couplingScale).parameters;
    this.#arm = arm;
    this.#parameters = start.slice();
    this.#loss = new PooledLoss(arm, start.length);
    this.#adam = new Adam(start.length, { learningRate: arm.learningRate }, state?.adam);
    this.#records = state?.records ?? emptyRecords(arm);
    this.#crossings = state === undefined ? arm.levels.map(() => null) : [...state.crossings];
  }

  /** Updates done. */
  get step(): number {
    return this.#adam.updates;
  }

  /** Does one more update. */
  update(): void {
    const step = this.step, { lambda, steps } = this.#arm, records = this.#records, loss = this.#loss;
    if (step >= steps) throw new InputError(`Cannot train on after step ${step}: the run has ${steps}`);
    let value = this.#observe();
    if (lambda > 0) {
      const { logQ, signal, totalObservableTime } = this.#objective(step);
      records.logQ![step] = logQ;
      records.signal![step] = signal;
      records.totalObservableTime![step] = totalObservableTime;
      value -= lambda * logQ;
    }
    records.loss[step] = requireFinite(value, step, "loss");
    loss.differentiate(this.#parameters);
    records.gradientNorm[step] = requireFinite(norm(loss.gradient), step, "gradient");
    this.#adam.update(this.#parameters, loss.gradient);
  }

  /** KL of the last {@link update}'s start, and log Q where it was part of the loss. */
  latest(): { readonly kl: number; readonly logQ: number | null } {
    const last = Math.max(0, this.step - 1), { kl, logQ } = this.#records;
    return { kl: kl[last]!, logQ: logQ === null ? null : logQ[last]! };
  }

  /** Everything that a trainer goes on from. */
  state(): TrainingState {
    return {
      adam: this.#adam.state(),
      parameters: this.#parameters.slice(),
      records: this.#records,
      crossings: this.#crossings,
    };
  }

  /** The result, with KL at the end: after the last update, or where the run broke off. */
  finish(brokeOff: TrainingBreak | null = null): HypernetworkTraining {
    if (brokeOff === null) this.#observe();
    const { shape, codes, lambda, steps, levels } = this.#arm, end = this.#checkpoint(null, true);
    return {
      shape,
      codes: codes.map((code) => Float64Array.from(code)),
      lambda,
      steps,
      brokeOff,
      parameters: this.#parameters,
      records: this.#records,
      checkpoints: [
        ...this.#crossings.map((crossing, k) => crossing ?? { ...end, level: levels[k]!, reached: false }),
        end,
      ],
      qEvaluations: this.#records.logQ?.filter(Number.isFinite).length ?? 0,
    };
  }

  /** Records KL at the parameters, and the levels that it crosses. */
  #observe(): number {
    const step = this.step, count = this.#arm.codes.length, { kl, codeKl } = this.#records;
    const mean = requireFinite(this.#loss.divergence(this.#parameters), step, "KL");
    kl[step] = mean;
    codeKl.set(this.#loss.codeKl, step * count);
    this.#arm.levels.forEach((level, k) => {
      if (mean <= level) this.#crossings[k] ??= this.#checkpoint(level, true);
    });
    return mean;
  }

  #checkpoint(level: number | null, reached: boolean): TrainingCheckpoint {
    const step = this.step;
    return {
      level,
      reached,
      step,
      parameters: this.#parameters.slice(),
      kl: this.#records.kl[step]!,
      codeKl: this.#loss.codeKl.slice(),
    };
  }

  #objective(step: number): QGradient {
    try {
      return this.#loss.addObjective();
    } catch (error) {
      throw trainingError(step, "log Q", `is not to be had (${error instanceof Error ? error.message : error})`);
    }
  }
}

function requireFinite(value: number, step: number, quantity: string): number {
  if (Number.isFinite(value)) return value;
  throw trainingError(step, quantity, `is ${value}`);
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < vector.length; p++) sum += vector[p]! * vector[p]!;
  return Math.sqrt(sum);
}
