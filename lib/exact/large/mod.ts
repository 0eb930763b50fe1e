export type { ObservableName } from "./observed_function.ts";
export type { ExactProgress } from "./progress.ts";
export { MAXIMUM_SINGLE_SITE_SPINS, type SingleSiteTime, singleSiteTime } from "./single_site_time.ts";
export { type LargeTwoBlock, largeTwoBlock, MAXIMUM_BLOCK_SPINS, MAXIMUM_TWO_BLOCK_SPINS } from "./large_two_block.ts";
export type { ScanName } from "./later_sums.ts";
