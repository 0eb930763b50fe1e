import { Window } from "happy-dom";
import { describe, expect, test } from "vitest";
import { ASCENT, DESCENT, textWidth } from "../../../../lib/notebook/figure/font_metrics.ts";
import { boundingBox, type MeasuredNode } from "../../../../lib/notebook/figure/text_box.ts";

function box(inner: string, selector: string): ReturnType<typeof boundingBox> {
  const { document } = new Window();
  document.body.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`;
  return boundingBox(document.querySelector(selector) as unknown as MeasuredNode);
}

describe("boundingBox()", () => {
  const width = textWidth("abc", 20);

  test("puts text at its anchor", () => {
    for (const [anchor, left] of [["start", 100], ["middle", 100 - width / 2], ["end", 100 - width]] as const) {
      const { left: l, right, top, bottom } = box(
        `<text x="100" y="50" style="font-size: 20px; text-anchor: ${anchor}">abc</text>`,
        "text",
      );
      expect(l).toBeCloseTo(left, 9);
      expect(right - l).toBeCloseTo(width, 9);
      expect([top, bottom]).toEqual([50 - 20 * ASCENT, 50 + 20 * DESCENT]);
    }
  });

  test("turns a rotated text on its side", () => {
    const { width: w, height, left } = box(
      `<text transform="rotate(-90,10,200)" x="10" y="200" style="font-size: 20px">abc</text>`,
      "text",
    );
    expect(height).toBeCloseTo(width, 9);
    expect(w).toBeCloseTo(20 * (ASCENT + DESCENT), 9);
    expect(left).toBeCloseTo(10 - 20 * ASCENT, 9);
  });

  test("adds up lines and subscripts", () => {
    const lines = box(
      `<text y="0" style="font-size: 10px"><tspan class="line" x="0" dy="0em">abc</tspan><tspan class="line" x="0" dy="1.3em">abc</tspan></text>`,
      "text",
    );
    expect(lines.width).toBeCloseTo(textWidth("abc", 10), 9);
    expect(lines.height).toBeCloseTo(13 + 10 * (ASCENT + DESCENT), 9);
    const subscript = box(
      `<text style="font-size: 10px">T<tspan style="font-size:70%" dy="0.3em">O</tspan></text>`,
      "text",
    );
    expect(subscript.width).toBeCloseTo(textWidth("T", 10) + textWidth("O", 7), 9);
  });

  test("unites a group and moves with every transform around it", () => {
    const { left, right, top, bottom } = box(
      `<g transform="translate(5,6)"><g id="it" transform="scale(2)"><rect x="1" y="2" width="3" height="4"/>` +
        `<rect transform="matrix(1,0,0,1,10,0)" x="0" y="0" width="1" height="1"/></g></g>`,
      "#it",
    );
    expect([left, top, right, bottom]).toEqual([7, 6, 27, 18]);
  });

  test("takes an empty group and a path for a point", () => {
    expect(box(`<g id="it" transform="translate(3,4)"></g>`, "#it")).toMatchObject({
      left: 3,
      top: 4,
      width: 0,
      height: 0,
    });
    expect(box(`<path d="M0,0L9,9"/>`, "path")).toMatchObject({ left: 0, width: 0 });
  });
});

describe("textWidth()", () => {
  test("follows Helvetica's metrics in their proportions", () => {
    // Adobe Helvetica: W 944, i 222, digits 556.
    expect(textWidth("W", 1) / textWidth("i", 1)).toBeCloseTo(944 / 222, 12);
    expect(textWidth("0123456789", 1) / textWidth("W", 1)).toBeCloseTo(5560 / 944, 12);
  });

  test("gives bold more room, and no room to what takes none", () => {
    expect(textWidth("abc", 10, true)).toBeGreaterThan(textWidth("abc", 10));
    expect(textWidth("e\u0301\u200b\n", 10)).toBe(textWidth("e", 10));
  });
});
