import type { GridOffset } from "./grid_offsets.ts";
import type { GridPreset } from "./grid_preset.ts";

const SOURCE = "dtm-replication, commit 7c22d19c218ab353a770f7c2b1504570b7cbe3ba, its table of graph presets";

/** The offsets of the presets up to degree 32; degree d takes the first d/4. */
const SPARSE: readonly GridOffset[] = [[0, 1], [4, 1], [10, 9], [11, 14], [23, 6], [3, 28], [6, 33], [20, 35]];

/** The offsets of the presets from degree 36 on; degree d takes the first d/4. */
const DENSE: readonly GridOffset[] = [
  ...[[0, 1], [6, 1], [12, 5], [11, 14], [23, 6], [3, 28], [6, 33], [20, 35], [34, 29], [47, 20]] as const,
  ...[[4, 5], [2, 9], [1, 14], [17, 8], [8, 21], [11, 26], [21, 24], [31, 18], [23, 34]] as const,
];

const TORUS = "boundary: torus, the default there; open on request";

function note(side: number, degree: number): string {
  if (side % 2 === 1) return "boundary: open, as a torus of odd side has no checkerboard";
  if (degree === 12) return `offset (10, 9) is the mirror image of the paper's (9, 10): another graph; ${TORUS}`;
  if (degree === 16) return `offsets (10, 9) and (11, 14) stand for the paper's (8, 7) and (14, 9); ${TORUS}`;
  return TORUS;
}

function preset(side: number, degree: number): GridPreset {
  return {
    name: `${side}_${degree}`,
    variant: "replication",
    width: side,
    height: side,
    offsets: (degree < 36 ? SPARSE : DENSE).slice(0, degree / 4),
    boundary: side % 2 === 1 ? "open" : "torus",
    degree,
    certain: true,
    source: SOURCE,
    note: note(side, degree),
  };
}

/** The presets of the published replication of the denoising thermodynamic model, under its own names: side, degree. */
export const REPLICATION_PRESETS: readonly GridPreset[] = [
  ...[3, 4, 6].map((side) => preset(side, 4)),
  ...[8, 20, 42].map((side) => preset(side, 8)),
  ...[44, 50, 60, 70, 80, 90].flatMap((side) => [8, 12, 16, 20].map((degree) => preset(side, degree))),
  preset(70, 24),
  preset(60, 32),
  preset(60, 40),
  ...[40, 60, 76].map((degree) => preset(100, degree)),
  preset(120, 36),
];
