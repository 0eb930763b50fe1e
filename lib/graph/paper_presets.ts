import { GRID_FAMILIES, type GridFamily } from "./grid_families.ts";
import type { GridPreset } from "./grid_preset.ts";

const BOUNDARY = "boundary: open, not confirmed by the paper's text";

function preset(side: number, { offsets, certain, source, note }: GridFamily): GridPreset {
  const degree = 4 * offsets.length;
  const standing = side === 70 && degree === 12
    ? "the machine of the paper's Fig. 1"
    : "side of the replication's study, for comparison";
  return {
    name: `paper-${side}_${degree}`,
    variant: "paper",
    width: side,
    height: side,
    offsets,
    boundary: "open",
    degree,
    certain,
    source,
    note: `${note}; ${BOUNDARY}; ${standing}`,
  };
}

/** The paper's families G8 … G24 on the sides of the replication's study, as `paper-SIDE_DEGREE`. */
export const PAPER_PRESETS: readonly GridPreset[] = [44, 50, 60, 70, 80, 90].flatMap((side) =>
  Object.values(GRID_FAMILIES).map((family) => preset(side, family))
);
