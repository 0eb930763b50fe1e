import type { GridOptions } from "./grid_graph.ts";

/** A square grid of the literature under a name. */
export interface GridPreset extends GridOptions {
  readonly name: string;
  /** Whose grid it is: the paper's, its published replication's, or the one that this project measures speed on. */
  readonly variant: "paper" | "replication" | "benchmark";
  /** Four per offset: the degree inside the grid. */
  readonly degree: number;
  /** Whether the source states the offsets beyond doubt. */
  readonly certain: boolean;
  readonly source: string;
  /** What else to know, the boundary's standing included. */
  readonly note: string;
}
