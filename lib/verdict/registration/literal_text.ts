/** White space and comments. */
export const TRIVIA = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y;

/** A text in quotes or a comment. */
export const TEXT_OR_COMMENT =
  /"(?:[^"\\\n\r]|\\[\s\S])*"|'(?:[^'\\\n\r]|\\[\s\S])*'|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\//y;

/** The end of a match of a sticky expression at `start`, or −1. */
export function matchEnd(expression: RegExp, source: string, start: number): number {
  expression.lastIndex = start;
  return expression.test(source) ? expression.lastIndex : -1;
}

/** "line 3, column 7" of an offset, both from 1. */
export function positionOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
