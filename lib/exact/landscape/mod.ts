export type { DepthRule } from "./branches.ts";
export { cutConductance, cutConductances } from "./cut_conductance.ts";
export {
  EVENT_FILTERS,
  type EventFilters,
  type FilterMargins,
  filterMargins,
  nearestMargin,
  RELEVANCE_RIDERS,
} from "./event_filters.ts";
export { type FlipKernel, type FlipQuotient, flipQuotient } from "./flip_quotient.ts";
export type { SublevelCut } from "./growth.ts";
export { type HittingTime, type HittingTimes, hittingTimes } from "./hitting_time.ts";
export { type Landscape, type LandscapeEvent, landscapeEvents, type LandscapeOptions } from "./landscape_events.ts";
export {
  type LandscapeSpace,
  landscapeSpace,
  MAXIMUM_LANDSCAPE_SPINS,
  type SpaceOptions,
  type StateChoice,
} from "./landscape_space.ts";
export { type LandscapeRule, type LandscapeViolation, landscapeViolations } from "./landscape_violations.ts";
export { componentStates, type MergeNode, type MergeTree, mergeTree } from "./merge_tree.ts";
export { type QuotientChanges, quotientChanges } from "./quotient_changes.ts";
export { relevances } from "./relevance.ts";
export { type DrawnNode, drawTree } from "./tree_drawing.ts";
