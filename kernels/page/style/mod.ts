/**
 * The style sheet of every page: light and dark, narrow and wide, screen and paper.
 *
 * @module
 */
import { CELLS } from "./cells.ts";
import { COLOURS } from "./colours.ts";
import { FRAME } from "./frame.ts";
import { PAPER } from "./paper.ts";
import { TEXT } from "./text.ts";
import { VERDICT } from "./verdict.ts";

/** All of it, in the order in which its parts override each other. */
export const STYLE: string = [COLOURS, TEXT, FRAME, VERDICT, CELLS, PAPER].map((part) => part.trim()).join("\n");
