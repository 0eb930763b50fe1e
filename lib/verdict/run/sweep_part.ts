import * as is from "../data/shape.ts";

/** The part of one process in a sweep, which makes the cells of a grid in several of them. */
export interface SweepPart {
  /** Folder of the complete cells. */
  readonly store: string;
  /** File that gets a {@link SweepLine} for each cell that this process has met. */
  readonly report: string;
  /**
   * Which of the missing cells this process makes: none, each that no other process has claimed, or those whose ids stand in
   * a file, a JSON list.
   */
  readonly makes: "none" | "unclaimed" | { readonly list: string };
}

/** The shape of a {@link SweepPart}. */
export const sweepPartShape: is.Shape = is.fields({
  store: is.someText,
  report: is.someText,
  makes: (value, path, problems) => {
    if (value === "none" || value === "unclaimed") return;
    is.fields({ list: is.someText })(value, path, problems);
  },
});
