import { escapeHtml } from "../escape_html.ts";
import { base64 } from "../base64.ts";
import { MAXIMUM_FIGURE_BYTES } from "../figure/figure.ts";
import { encodePng } from "../figure/png.ts";
import { FigureError } from "../figure/spec.ts";
import { FONT_FAMILY } from "../figure/template.ts";
import { svgBundle } from "../image_bundle.ts";
import type { MimeBundle } from "../mime.ts";
import { LINE, type TileLayout, tileLayout, type TileOptions, type Tiles } from "./tile_layout.ts";

const INK = [0x22, 0x22, 0x22], PAPER = [0xff, 0xff, 0xff], FRAME = [0xd0, 0xd0, 0xd0];

/**
 * Pictures of two levels as one static figure: an SVG that holds one PNG and the texts around it, the same to the byte wherever it is
 * made; notebooks show it before they are trusted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bundle = tileFigure({ height: 1, width: 2, columns: 1, pictures: [[1, -1]] }, { alt: "A bright and a dark pixel" });
 * assert.match(String(bundle["text/html"]), /^<img src="data:image\/svg\+xml;base64,/);
 * ```
 */
export function tileFigure(tiles: Tiles, options: TileOptions): MimeBundle {
  const layout = tileLayout(tiles, options), { size: [width, height], origin: [left, top], tile, pitch, rows } = layout;
  const texts: string[] = [];
  const put = (x: number, y: number, text: string, anchor: string, weight = "") =>
    texts.push(`<text x="${x}" y="${y}" text-anchor="${anchor}"${weight}>${escapeHtml(text)}</text>`);
  if (options.title !== undefined) put(10, 10 + 14, options.title, "start", ' font-size="15"');
  tiles.columnHeads?.forEach((head, c) => put(left + c * pitch[0] + tile[0] / 2, top - 6, head, "middle"));
  tiles.rowHeads?.forEach((head, r) => put(left - 8, top + r * pitch[1] + tile[1] / 2 + 5, head, "end"));
  tiles.captions?.forEach((caption, k) => {
    const row = Math.floor(k / tiles.columns), column = k % tiles.columns;
    put(left + column * pitch[0] + tile[0] / 2, top + row * pitch[1] + tile[1] + LINE - 4, caption, "middle");
  });
  const [wide, high] = [tiles.columns * pitch[0], rows * pitch[1]];
  const png = base64(encodePng(wide, high, paint(tiles, layout, wide, high)));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${FONT_FAMILY}" font-size="13" fill="#222222"><title>${escapeHtml(options.alt)}</title>` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>` +
    // The frame of the pictures begins one pixel before them.
    `<image x="${left - 1}" y="${top - 1}" width="${wide}" height="${high}" style="image-rendering:pixelated" ` +
    `href="data:image/png;base64,${png}"/>${texts.join("")}</svg>`;
  const bundle = { ...svgBundle(svg, { alt: options.alt }), "text/plain": inWords(tiles, options, rows) };
  const bytes = new TextEncoder().encode(JSON.stringify(bundle)).length;
  if (bytes > MAXIMUM_FIGURE_BYTES) {
    throw new FigureError(
      `Cannot show pictures of ${bytes} bytes: stay below ${MAXIMUM_FIGURE_BYTES}, with fewer pictures or a smaller scale`,
    );
  }
  return bundle;
}

/** All pictures on white, each in a frame one pixel wide. */
function paint(
  { pictures, columns, width }: Tiles,
  layout: TileLayout,
  wide: number,
  high: number,
): Uint8Array {
  const { scale, tile, pitch } = layout, pixels = new Uint8Array(wide * high * 4).fill(255);
  pictures.forEach((picture, k) => {
    const x0 = (k % columns) * pitch[0], y0 = Math.floor(k / columns) * pitch[1];
    for (let y = 0; y < tile[1] + 2; y++) {
      for (let x = 0; x < tile[0] + 2; x++) {
        const inside = x > 0 && y > 0 && x <= tile[0] && y <= tile[1];
        const p = Math.floor((y - 1) / scale) * width + Math.floor((x - 1) / scale);
        const colour = !inside ? FRAME : picture[p]! > 0 ? INK : PAPER;
        pixels.set(colour, ((y0 + y) * wide + x0 + x) * 4);
      }
    }
  });
  return pixels;
}

function inWords(
  { pictures, height, width, columns, captions, columnHeads, rowHeads }: Tiles,
  options: TileOptions,
  rows: number,
) {
  const form = `${pictures.length} pictures of ${height} × ${width} in ${rows} rows of ${columns}`;
  const heads = [["columns", columnHeads], ["rows", rowHeads], ["captions", captions]] as const;
  const lines = heads.flatMap(([name, texts]) => texts === undefined ? [] : [`${name}: ${texts.join(", ")}`]);
  return [...(options.title === undefined ? [] : [options.title]), options.alt, form, ...lines].join("\n");
}
