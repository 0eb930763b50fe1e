export { type EstimatorPlan, meanSquaredErrors } from "./mean_squared_error.ts";
export * from "./gradient/mod.ts";
export { magnetizationTime } from "./magnetization_time.ts";
export {
  type LargePrediction,
  type LargeRequest,
  type LargeTrainability,
  largeTrainability,
} from "./large_trainability.ts";
export { countClusterModes } from "./count_modes.ts";
export { type NotComputed, predict, type QPrediction, type QRequest } from "./predict.ts";
export { type QFactors } from "./q_factors.ts";
export { projectedQ, singleGapQ } from "./q_formulas.ts";
export { regime, type RegimeRequest, type Trainability, trainability } from "./regime.ts";
export { type RegimeCondition, type RegimeId } from "./regime_conditions.ts";
export * from "./sampled/mod.ts";
export { gradient, squaredNorm } from "./signal.ts";
export { CLUSTER_RULE, type ClusterRule, type SlowCluster, slowCluster } from "./slow_cluster.ts";
export { twoBlockMeans } from "./two_block_means.ts";
