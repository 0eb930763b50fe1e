/** What of a notebook (nbformat 4) holds prose: its cells, in order. */
export interface ProseDocument {
  readonly cells: readonly ProseCell[];
}

/** A cell of a notebook; code cells have outputs. */
export interface ProseCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly ProseOutput[];
}

/** An output of a code cell; displays and results have data by media type. */
export interface ProseOutput {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A notebook's text in one piece with `\n` as line end, however the file stores it; null for what is no text. */
export function wholeText(stored: unknown): string | null {
  const isLines = Array.isArray(stored) && stored.every((line) => typeof line === "string");
  const text = isLines ? stored.join("") : stored;
  return typeof text === "string" ? text.replace(/\r\n?/g, "\n") : null;
}
