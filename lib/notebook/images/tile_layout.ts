import { InputError } from "../../errors.ts";
import { checkInteger, describeValue } from "../../random/check.ts";
import { textWidth } from "../figure/font_metrics.ts";

/** Most pictures in one figure. */
const MOST_TILES = 1024;
/** Pixels of the page between pictures, and of a line of text. */
export const GAP = 6, LINE = 18;

/** What goes with a figure of pictures. */
export interface TileOptions {
  /** What is to be seen, for those who cannot see it. One or two sentences. */
  readonly alt: string;
  readonly title?: string;
  /** Pixels of the page for each pixel of a picture; by default as many as make a picture about 56 pixels wide. */
  readonly scale?: number;
}

/** Pictures of one size in rows of equal length; the last row may be shorter. */
export interface Tiles {
  readonly height: number;
  readonly width: number;
  readonly columns: number;
  /** Each height × width numbers, row by row; above 0 is ink. */
  readonly pictures: readonly ArrayLike<number>[];
  /** A short text under each picture. */
  readonly captions?: readonly string[];
  /** A short text over each column, and before each row. */
  readonly columnHeads?: readonly string[];
  readonly rowHeads?: readonly string[];
}

/** Where everything stands, in pixels of the page. */
export interface TileLayout {
  readonly scale: number;
  readonly rows: number;
  /** Width and height of a picture, and distances from one to the next. */
  readonly tile: readonly [number, number];
  readonly pitch: readonly [number, number];
  /** The upper left corner of the first picture. */
  readonly origin: readonly [number, number];
  readonly size: readonly [number, number];
}

/** The layout of pictures; sizes and numbers that do not fit, and a missing description, are InputErrors. */
export function tileLayout(tiles: Tiles, options: TileOptions): TileLayout {
  const action = "Cannot show pictures", { height, width, columns, pictures, captions, columnHeads, rowHeads } = tiles;
  if (typeof options.alt !== "string" || options.alt.trim() === "") {
    throw new InputError(`${action} without words: give alt, a sentence that says what is to be seen`);
  }
  checkInteger(pictures.length, "the number of pictures", action, 1, MOST_TILES);
  checkInteger(columns, "columns", action, 1, MOST_TILES);
  checkInteger(height, "height", action, 1, 1024);
  checkInteger(width, "width", action, 1, 1024);
  const scale = checkInteger(options.scale ?? Math.max(1, Math.round(56 / width)), "scale", action, 1, 64);
  pictures.forEach((picture, k) => {
    if (picture.length === height * width) return;
    throw new InputError(`${action}: picture ${k} has ${picture.length} pixels; give ${height} × ${width} of them`);
  });
  const rows = Math.ceil(pictures.length / columns);
  const counts = [["captions", captions, pictures.length], ["columnHeads", columnHeads, columns], [
    "rowHeads",
    rowHeads,
    rows,
  ]] as const;
  for (const [name, texts, count] of counts) {
    if (texts === undefined || texts.length === count) continue;
    throw new InputError(`${action}: ${name} is ${describeValue(texts)}; give ${count} texts`);
  }
  const tile = [width * scale, height * scale] as const, margin = 10;
  const pitch = [tile[0] + GAP, tile[1] + GAP + (captions === undefined ? 0 : LINE)] as const;
  const headWidth = rowHeads === undefined ? 0 : Math.max(...rowHeads.map((head) => textWidth(head, 13))) + GAP;
  const top = margin + (options.title === undefined ? 0 : LINE + GAP) + (columnHeads === undefined ? 0 : LINE);
  const right = Math.max(margin + headWidth + columns * pitch[0] - GAP, margin + textWidth(options.title ?? "", 15));
  return {
    scale,
    rows,
    tile,
    pitch,
    origin: [margin + headWidth, top],
    size: [Math.ceil(right) + margin, top + rows * pitch[1] - GAP + margin],
  };
}
