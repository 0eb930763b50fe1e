/** One line of the report on a computer. */
export interface Line {
  /** The heading that it stands under. */
  readonly group: string;
  /** What it is about. */
  readonly name: string;
  /** `good`: as it should be. `none`: not there, which only some need. `problem`: there, and not as it should be. */
  readonly state: "good" | "none" | "problem";
  /** What was found. */
  readonly text: string;
  /** A command, or a sentence, that mends it; `null` where nothing is to be mended. */
  readonly remedy: string | null;
  /** What therefore stays NOT CHECKED on this computer; `null` for nothing. */
  readonly leaves: string | null;
}
