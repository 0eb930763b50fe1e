export { denseObservableTime } from "./dense_time.ts";
export {
  type Code,
  type CodeGradient,
  logQGradient,
  type QGradient,
  type QGradientOptions,
  QObjective,
} from "./q_gradient.ts";
export { type GradientOptions, type TimeGradient, timeGradient } from "./time_gradient.ts";
