import { createHash } from "node:crypto";
import { InputError } from "../../errors.ts";
import { checkFinite, checkVector } from "../../model/check.ts";
import type { EnergyModel } from "../../model/energy_model.ts";
import { checkHypernetworkShape, type HypernetworkShape } from "../../model/hypernetwork/hypernetwork_shape.ts";
import { oneHotCodes } from "../../model/hypernetwork/one_hot_codes.ts";
import { weightsDigest } from "../../model/weights_digest.ts";
import { checkInteger } from "../../random/check.ts";
import { checkSeed } from "../../random/seed.ts";

/** One training run, as plain data: what its result follows from. */
export interface HypernetworkArm {
  readonly shape: HypernetworkShape;
  /** Of the start (`createHypernetwork` on the stream "weights"). Runs with one seed and shape start at the same place. */
  readonly seed: number;
  /** RBMs of the network's m and n, one for each code. */
  readonly teachers: readonly EnergyModel[];
  /** One for each teacher, of the network's code length; one-hot by default. */
  readonly codes?: readonly ArrayLike<number>[];
  /** λ of the loss KL + λ(−log Q_pool); 0 by default. */
  readonly lambda?: number;
  /** K of Q_pool, in sweeps; 1000 by default. log Q, but not its slope, depends on it. */
  readonly window?: number;
  /** Residual of the solves behind the slope of log Q; 1e−9 by default. */
  readonly tolerance?: number;
  /** Updates of Adam; 2000 by default. */
  readonly steps?: number;
  /** Adam's α; 0.01 by default. */
  readonly learningRate?: number;
  /** KL, in nats, at whose first crossing the parameters are kept; 1.0, 0.5 and 0.25 by default. */
  readonly levels?: readonly number[];
  /** Root mean square of the couplings at the start; 0.1 by default. */
  readonly couplingScale?: number;
}

/** An arm with everything said and checked. */
export type FullArm = Required<HypernetworkArm>;

const ACTION = "Cannot train a hypernetwork";

/** Fills in what is left out. Anything that cannot be used is an InputError. */
export function checkArm(arm: HypernetworkArm): FullArm {
  const shape = checkHypernetworkShape(arm.shape, ACTION), { visible, hidden, codeLength } = shape;
  if (!Array.isArray(arm.teachers) || arm.teachers.length === 0) {
    throw new InputError(`${ACTION}: there are no teachers; give at least one RBM`);
  }
  const teachers: readonly EnergyModel[] = arm.teachers, codes = arm.codes ?? oneHotCodes(teachers.length);
  teachers.forEach((teacher, u) => {
    const found = teacher.visibleCount ?? 0, rest = teacher.graph.vertexCount - found;
    if (teacher.kind === "rbm" && found === visible && rest === hidden) return;
    throw new InputError(
      `${ACTION}: teachers[${u}] is of kind "${teacher.kind}" with ${found} visible and ${rest} other spins; give an RBM of ${visible} visible and ${hidden} hidden spins`,
    );
  });
  if (codes.length !== teachers.length) {
    throw new InputError(
      `${ACTION}: there are ${codes.length} codes for ${teachers.length} teachers; give one for each`,
    );
  }
  const positive = (value: number, what: string): number => {
    if (checkFinite(value, what, ACTION) > 0) return value;
    throw new InputError(`${ACTION}: ${what} is ${value}; give a positive number`);
  };
  const lambda = checkFinite(arm.lambda ?? 0, "lambda", ACTION);
  if (lambda < 0) throw new InputError(`${ACTION}: lambda is ${lambda}; give a number that is at least 0`);
  return {
    shape,
    seed: checkSeed(arm.seed),
    teachers,
    codes: codes.map((code, u) => checkVector(code, `codes[${u}]`, ACTION, codeLength, "input of the network")),
    lambda,
    window: positive(arm.window ?? 1000, "window"),
    tolerance: positive(arm.tolerance ?? 1e-9, "tolerance"),
    steps: checkInteger(arm.steps ?? 2000, "steps", ACTION, 1, 2 ** 24),
    learningRate: positive(arm.learningRate ?? 0.01, "learningRate"),
    levels: (arm.levels ?? [1, 0.5, 0.25]).map((level, k) => positive(level, `levels[${k}]`)),
    couplingScale: positive(arm.couplingScale ?? 0.1, "couplingScale"),
  };
}

/** SHA-256 of everything that the result of a run follows from. */
export function armDigest(arm: FullArm): string {
  const plain = { ...arm, teachers: arm.teachers.map(weightsDigest), codes: arm.codes.map((code) => Array.from(code)) };
  const text = JSON.stringify(Object.entries(plain).sort(([a], [b]) => a < b ? -1 : 1));
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
