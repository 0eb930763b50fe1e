import { ASCENT, DESCENT, textWidth } from "./font_metrics.ts";

/** As much of an element as is needed to measure it. */
export interface MeasuredNode {
  readonly nodeType: number;
  readonly tagName?: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<MeasuredNode>;
  readonly parentNode: MeasuredNode | null;
  getAttribute?(name: string): string | null;
}

/** A rectangle in pixels, as `getBoundingClientRect` returns it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const DEFAULT_FONT_SIZE = 12;

/**
 * Where an SVG element is drawn. Text is measured with {@link textWidth}, rectangles by their attributes, groups by what they
 * hold; everything else is a point at its origin, which is what Plotly needs.
 */
export function boundingBox(node: MeasuredNode): Box {
  const extent = measure(node, toRoot(node)) ?? pointAt(toRoot(node));
  const { left, top, right, bottom } = extent;
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
}

function toRoot(node: MeasuredNode): Matrix {
  let matrix = IDENTITY;
  for (let at: MeasuredNode | null = node; at?.getAttribute !== undefined; at = at.parentNode) {
    matrix = multiply(parseTransform(at.getAttribute("transform") ?? ""), matrix);
  }
  return matrix;
}

function pointAt([, , , , left, top]: Matrix): Extent {
  return { left, top, right: left, bottom: top };
}

function measure(node: MeasuredNode, matrix: Matrix): Extent | null {
  switch (node.tagName?.toLowerCase()) {
    case "text":
      return transformed(textExtent(node), matrix);
    case "rect":
      return transformed(rectangle(node), matrix);
    case "g":
    case "svg": {
      let union: Extent | null = null;
      for (const child of Array.from(node.childNodes)) {
        if (child.getAttribute === undefined) continue;
        const own = multiply(matrix, parseTransform(child.getAttribute("transform") ?? ""));
        union = merge(union, measure(child, own));
      }
      return union;
    }
    default:
      return null;
  }
}

function rectangle(node: MeasuredNode): Extent {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => number(node.getAttribute?.(name)));
  return { left: x!, top: y!, right: x! + width!, bottom: y! + height! };
}

interface Pen {
  x: number;
  y: number;
  anchor: string;
  lineStart: number;
  extent: Extent | null;
}

function textExtent(node: MeasuredNode): Extent | null {
  const pen: Pen = {
    x: number(node.getAttribute?.("x")),
    y: number(node.getAttribute?.("y")),
    anchor: inherited(node, "text-anchor") ?? "start",
    lineStart: 0,
    extent: null,
  };
  pen.lineStart = pen.x;
  const size = fontSize(node, DEFAULT_FONT_SIZE);
  pen.y += length(node.getAttribute?.("dy"), size);
  run(node, pen, size, isBold(node, false));
  return pen.extent;
}

/** Moves the pen over the children of a `<text>` or `<tspan>` and grows the extent by each piece of text. */
function run(node: MeasuredNode, pen: Pen, size: number, bold: boolean): void {
  for (const child of Array.from(node.childNodes)) {
    if (child.nodeType === 3) {
      grow(pen, textWidth(child.textContent ?? "", size, bold), size);
      continue;
    }
    if (child.getAttribute === undefined) continue;
    const childSize = fontSize(child, size);
    const x = child.getAttribute("x"), y = child.getAttribute("y");
    if (x !== null) pen.x = pen.lineStart = number(x);
    if (y !== null) pen.y = number(y);
    pen.y += length(child.getAttribute("dy"), childSize);
    run(child, pen, childSize, isBold(child, bold));
  }
}

function grow(pen: Pen, width: number, size: number): void {
  if (width === 0) return;
  pen.x += width;
  const total = pen.x - pen.lineStart;
  const shift = pen.anchor === "middle" ? total / 2 : pen.anchor === "end" ? total : 0;
  pen.extent = merge(pen.extent, {
    left: pen.lineStart - shift,
    right: pen.lineStart + total - shift,
    top: pen.y - ASCENT * size,
    bottom: pen.y + DESCENT * size,
  });
}

function styleOf(node: MeasuredNode, name: string): string | null {
  const match = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(node.getAttribute?.("style") ?? "");
  return match?.[1]?.trim() ?? node.getAttribute?.(name) ?? null;
}

function inherited(node: MeasuredNode, name: string): string | null {
  for (let at: MeasuredNode | null = node; at?.getAttribute !== undefined; at = at.parentNode) {
    const value = styleOf(at, name);
    if (value !== null) return value;
  }
  return null;
}

function fontSize(node: MeasuredNode, outer: number): number {
  const value = node.tagName?.toLowerCase() === "text" ? inherited(node, "font-size") : styleOf(node, "font-size");
  return value === null ? outer : length(value, outer);
}

function isBold(node: MeasuredNode, outer: boolean): boolean {
  const weight = styleOf(node, "font-weight");
  return weight === null ? outer : weight === "bold" || Number(weight) >= 600;
}

function length(value: string | null | undefined, size: number): number {
  if (value === null || value === undefined) return 0;
  const amount = number(value);
  return value.endsWith("em") ? amount * size : value.endsWith("%") ? amount * size / 100 : amount;
}

function number(value: string | null | undefined): number {
  const parsed = Number.parseFloat(value ?? "");
  return Number.isFinite(parsed) ? parsed : 0;
}

function merge(a: Extent | null, b: Extent | null): Extent | null {
  if (a === null || b === null) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

function transformed(extent: Extent | null, [a, b, c, d, e, f]: Matrix): Extent | null {
  if (extent === null) return null;
  const { left, top, right, bottom } = extent;
  const corners = [[left, top], [right, top], [left, bottom], [right, bottom]] as const;
  const xs = corners.map(([x, y]) => a * x + c * y + e), ys = corners.map(([x, y]) => b * x + d * y + f);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function parseTransform(source: string): Matrix {
  let matrix = IDENTITY;
  for (const [, name, list] of source.matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const values = list!.split(/[\s,]+/).filter((part) => part !== "").map(Number);
    matrix = multiply(matrix, elementary(name!, values));
  }
  return matrix;
}

function elementary(name: string, [p = 0, q, r = 0, ...rest]: number[]): Matrix {
  switch (name) {
    case "translate":
      return [1, 0, 0, 1, p, q ?? 0];
    case "scale":
      return [p, 0, 0, q ?? p, 0, 0];
    case "matrix":
      return [p, q ?? 0, r, rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0];
    case "rotate": {
      const cos = Math.cos(p * Math.PI / 180), sin = Math.sin(p * Math.PI / 180);
      const x = q ?? 0;
      return [cos, sin, -sin, cos, x - cos * x + sin * r, r - sin * x - cos * r];
    }
    default:
      return IDENTITY;
  }
}
