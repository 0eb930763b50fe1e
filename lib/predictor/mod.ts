export { type EstimatorPlan, meanSquaredErrors } from "./mean_squared_error.ts";
export { countClusterModes } from "./count_modes.ts";
export { type NotComputed, predict, type QPrediction, type QRequest } from "./predict.ts";
export { type QFactors } from "./q_factors.ts";
export { projectedQ, singleGapQ } from "./q_formulas.ts";
export { regime, type RegimeRequest, type Trainability, trainability } from "./regime.ts";
export { type RegimeCondition, type RegimeId } from "./regime_conditions.ts";
export { gradient, squaredNorm } from "./signal.ts";
export { CLUSTER_RULE, type ClusterRule, type SlowCluster, slowCluster } from "./slow_cluster.ts";
