import { plantedRbm } from "../../../../lib/model/planted_rbm.ts";
import { PATTERNS } from "../planted_cells.ts";

/** The cell of experiment 5 whose published figures are beyond doubt. */
export const DEEP_CELL = plantedRbm(...PATTERNS["m5 M2"]!, 3);
