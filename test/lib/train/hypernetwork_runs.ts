// Small runs whose results tests hold against each other.
import { rbm } from "../../../lib/model/rbm.ts";
import type { HypernetworkArm } from "../../../lib/train/hypernetwork/hypernetwork_arm.ts";
import { plantedCell } from "../exact/planted_cells.ts";

/** Two codes of a 2 × 2 RBM: a millisecond for some steps. */
export const SMALL: HypernetworkArm = {
  shape: { codeLength: 2, width: 4, visible: 2, hidden: 2, rank: 2 },
  seed: 3,
  teachers: [rbm({ weights: [[1, 0.2], [-0.3, 0.8]], beta: 2 }), rbm({ weights: [[0, 1], [-1, 0.4]], beta: 2 })],
  lambda: 0.1,
  steps: 40,
  learningRate: 0.02,
};

/** The cell (m, s) of experiment 9, four teachers. */
export function cell(m: 4 | 5, split: number, arm: Partial<HypernetworkArm> = {}): HypernetworkArm {
  return {
    shape: { codeLength: 4, width: 16, visible: m, hidden: m, rank: 5 - split },
    seed: 1,
    teachers: [1, 2, 3, 4].map((patterns) => plantedCell(`m${m} M${patterns}`, 3)),
    ...arm,
  };
}
