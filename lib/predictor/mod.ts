export { type EstimatorPlan, meanSquaredErrors } from "./mean_squared_error.ts";
export { countClusterModes } from "./count_modes.ts";
export { type NotComputed, predict, type QPrediction, type QRequest } from "./predict.ts";
export { projectedQ, singleGapQ } from "./q_formulas.ts";
export { gradient, squaredNorm } from "./signal.ts";
export { CLUSTER_RULE, type ClusterRule, type SlowCluster, slowCluster } from "./slow_cluster.ts";
