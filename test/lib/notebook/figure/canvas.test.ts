import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { type Canvas, makeCanvas } from "../../../../lib/notebook/figure/canvas.ts";
import { encodePng } from "../../../../lib/notebook/figure/png.ts";

function canvas(width: number, height: number): Canvas {
  return makeCanvas({ width, height } as Canvas);
}

function urlOf(width: number, height: number, pixels: number[]): string {
  return `data:image/png;base64,${Buffer.from(encodePng(width, height, pixels)).toString("base64")}`;
}

test("fillRect() paints what lies inside the canvas", () => {
  const it = canvas(2, 2);
  const context = it.getContext("2d")!;
  context.fillStyle = "rgba(10,20,30,1)";
  context.fillRect(1, -5, 9, 6);
  expect(it.toDataURL()).toBe(urlOf(2, 2, [0, 0, 0, 0, 10, 20, 30, 255, 0, 0, 0, 0, 0, 0, 0, 0]));
});

test("putImageData() copies rows to their place", () => {
  const it = canvas(2, 2);
  const context = it.getContext("2d")!;
  const image = context.createImageData(1, 2);
  image.data.set([1, 2, 3, 4, 5, 6, 7, 8]);
  context.putImageData(image, 1, 0);
  expect(it.toDataURL()).toBe(urlOf(2, 2, [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8]));
});

test("getContext() knows no WebGL", () => {
  expect(canvas(1, 1).getContext("webgl")).toBeNull();
});
