import { escapeHtml } from "../escape_html.ts";
import { textWidth } from "./font_metrics.ts";
import { FONT_FAMILY } from "./template.ts";

const FONT_SIZE = 12, LINE_HEIGHT = 18, MARGIN = 12;
const COLOUR = "#b00020";

/**
 * The drawing with the given sentences below it, in lines that fit. The drawing grows by their height, so nothing is covered.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const svg = '<svg width="100" height="50" viewBox="0 0 100 50"></svg>';
 * assert.equal(withWarnings(svg, 100, 50, []), svg);
 * assert.match(withWarnings(svg, 100, 50, ["one < two"]), /height="74".*one &lt; two/);
 * ```
 */
export function withWarnings(svg: string, width: number, height: number, warnings: readonly string[]): string {
  if (warnings.length === 0) return svg;
  const lines = warnings.flatMap((warning) => wrap(`⚠ ${warning}`, width - 2 * MARGIN));
  const total = height + lines.length * LINE_HEIGHT + LINE_HEIGHT / 3;
  const texts = lines.map((line, i) =>
    `<text x="${MARGIN}" y="${height + (i + 0.7) * LINE_HEIGHT}">${escapeHtml(line)}</text>`
  );
  return svg
    .replace(`height="${height}" viewBox="0 0 ${width} ${height}"`, `height="${total}" viewBox="0 0 ${width} ${total}"`)
    .replace(
      /<\/svg>$/,
      `<rect x="0" y="${height}" width="${width}" height="${total - height}" style="fill: #ffffff;"/>` +
        `<g style="font-family: ${FONT_FAMILY}; font-size: ${FONT_SIZE}px; fill: ${COLOUR};">${
          texts.join("")
        }</g></svg>`,
    );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, FONT_SIZE) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
