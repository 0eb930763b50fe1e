import { encodePng } from "./png.ts";

/** The pixels of an image, as in the browser's `ImageData`. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** As much of a canvas as Plotly uses to paint heat maps. */
export interface Canvas {
  width: number;
  height: number;
  /** The drawing functions; `null` for anything but "2d". */
  getContext(kind: string): CanvasContext | null;
  /** The picture as a PNG in a data URI. */
  toDataURL(): string;
}

/** The drawing functions of a {@link Canvas}. */
export interface CanvasContext {
  fillStyle: string;
  createImageData(width: number, height: number): Pixels;
  putImageData(image: Pixels, x: number, y: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/**
 * Gives an element the behaviour of a canvas. The picture is as large as `width` and `height` are when it is first painted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const canvas = makeCanvas({ width: 2, height: 1 } as Canvas);
 * const context = canvas.getContext("2d")!;
 * context.fillStyle = "rgba(255,0,0,1)";
 * context.fillRect(0, 0, 1, 1);
 * assert.ok(canvas.toDataURL().startsWith("data:image/png;base64,"));
 * ```
 */
export function makeCanvas(element: Canvas): Canvas {
  let pixels: Pixels | null = null;
  const image = (): Pixels => pixels ??= blank(element.width, element.height);
  const context: CanvasContext = {
    fillStyle: "rgba(0,0,0,1)",
    createImageData: blank,
    putImageData(source, x, y) {
      const target = image();
      for (let row = 0; row < source.height; row++) {
        const from = row * source.width * 4;
        target.data.set(source.data.subarray(from, from + source.width * 4), ((y + row) * target.width + x) * 4);
      }
    },
    fillRect(x, y, width, height) {
      fill(
        image(),
        Math.round(x),
        Math.round(y),
        Math.round(width),
        Math.round(height),
        parseColour(context.fillStyle),
      );
    },
  };
  element.getContext = (kind) => kind === "2d" ? context : null;
  element.toDataURL = () => {
    const { width, height, data } = image();
    return `data:image/png;base64,${base64(encodePng(width, height, data))}`;
  };
  return element;
}

function blank(width: number, height: number): Pixels {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

function fill(target: Pixels, x: number, y: number, width: number, height: number, colour: number[]): void {
  const right = Math.min(x + width, target.width), bottom = Math.min(y + height, target.height);
  for (let row = Math.max(0, y); row < bottom; row++) {
    for (let column = Math.max(0, x); column < right; column++) {
      target.data.set(colour, (row * target.width + column) * 4);
    }
  }
}

function parseColour(style: string): number[] {
  const [red = 0, green = 0, blue = 0, opacity = 1] = (style.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, Math.round(255 * opacity)];
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
