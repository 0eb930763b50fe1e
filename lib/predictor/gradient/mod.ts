export type { ClusterBoundary } from "./cluster_boundary.ts";
export { type ClusterChange, clusterChange } from "./cluster_change.ts";
export { type ClusterGradient, clusterGradient, type ClusterGradientOptions } from "./cluster_gradient.ts";
export { denseLogQ } from "./dense_log_q.ts";
export { denseObservableTime } from "./dense_time.ts";
export { type DifferenceError, differenceError } from "./difference_error.ts";
export {
  logQGradient,
  type QCode,
  type QCodeGradient,
  type QGradient,
  type QGradientOptions,
  QObjective,
} from "./q_gradient.ts";
export { type GradientOptions, type TimeGradient, timeGradient } from "./time_gradient.ts";
