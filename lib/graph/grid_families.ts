import type { GridOffset } from "./grid_offsets.ts";

/** The offsets that a degree stands for, and how well they are known. */
export interface GridFamily {
  readonly offsets: readonly GridOffset[];
  /** Whether the source states these offsets beyond doubt. */
  readonly certain: boolean;
  readonly source: string;
  readonly note: string;
}

const TABLE = "Jelinčič et al., arXiv:2510.23972, connectivity table (v1 Table I, v2 Table II)";
const STATED = "offsets as the paper's table has them and as an independent implementation of it tests them";
const UNCERTAIN =
  "offsets of low confidence: from a withdrawn transcript of the table, and by inference; check the paper";

/**
 * The grid families of the denoising thermodynamic computer by their degree inside the grid: G8, G12, G16, G20 and G24.
 * Every a + b is odd, so that each is a checkerboard. G20 and G24 are uncertain and say so.
 */
export const GRID_FAMILIES: Readonly<Record<"G8" | "G12" | "G16" | "G20" | "G24", GridFamily>> = {
  G8: { offsets: [[0, 1], [4, 1]], certain: true, source: TABLE, note: STATED },
  G12: { offsets: [[0, 1], [4, 1], [9, 10]], certain: true, source: TABLE, note: STATED },
  G16: { offsets: [[0, 1], [4, 1], [8, 7], [14, 9]], certain: true, source: TABLE, note: STATED },
  G20: { offsets: [[0, 1], [4, 1], [3, 6], [8, 7], [14, 9]], certain: false, source: TABLE, note: UNCERTAIN },
  G24: { offsets: [[0, 1], [4, 1], [3, 6], [8, 7], [14, 9], [1, 2]], certain: false, source: TABLE, note: UNCERTAIN },
};
