import { escapeHtml } from "../../lib/notebook/mod.ts";

const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

interface Style {
  colour: string | null;
  bold: boolean;
  italic: boolean;
  underline: boolean;
}

const PLAIN: Style = { colour: null, bold: false, italic: false, underline: false };

/**
 * Terminal text as HTML: colours and weight become classes `ansi-…`, every other control sequence disappears, and a carriage return
 * overwrites its line, as a terminal would.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(ansiToHtml("\u001b[31ma<b\u001b[0m c"), '<span class="ansi-red">a&lt;b</span> c');
 * assert.equal(ansiToHtml("10 %\r100 %\n"), "100 %\n");
 * ```
 */
export function ansiToHtml(text: string): string {
  let style = PLAIN, out = "", at = 0;
  const clean = overwritten(withoutOtherControls(text));
  // deno-lint-ignore no-control-regex
  for (const match of clean.matchAll(/\u001b\[([\d;]*)m/g)) {
    out += span(clean.slice(at, match.index), style);
    style = next(style, match[1]!);
    at = match.index + match[0].length;
  }
  return out + span(clean.slice(at), style);
}

function withoutOtherControls(text: string): string {
  return text
    // Operating system commands (titles, links), then all sequences except colours, then lone control characters.
    // deno-lint-ignore no-control-regex
    .replace(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, "")
    // deno-lint-ignore no-control-regex
    .replace(/\u001b\[[0-?]*[ -/]*[@-ln-~]|\u001b\[[0-?]*[^\d;m@-~][0-?]*m|\u001b(?!\[)[ -~]/g, "")
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g, "");
}

function overwritten(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/[^\n]*\r(?=[^\n])/g, "").replace(/\r/g, "");
}

function span(text: string, style: Style): string {
  // What is left of a broken sequence would show as a box.
  // deno-lint-ignore no-control-regex
  const escaped = escapeHtml(text.replace(/\u001b/g, ""));
  const classes = [
    ...(style.colour === null ? [] : [`ansi-${style.colour}`]),
    ...(style.bold ? ["ansi-bold"] : []),
    ...(style.italic ? ["ansi-italic"] : []),
    ...(style.underline ? ["ansi-underline"] : []),
  ];
  return escaped === "" || classes.length === 0 ? escaped : `<span class="${classes.join(" ")}">${escaped}</span>`;
}

function next(style: Style, parameters: string): Style {
  const codes = parameters.split(";").map(Number);
  let result = style;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) result = PLAIN;
    else if (code === 1) result = { ...result, bold: true };
    else if (code === 3) result = { ...result, italic: true };
    else if (code === 4) result = { ...result, underline: true };
    else if (code === 22) result = { ...result, bold: false };
    else if (code === 23) result = { ...result, italic: false };
    else if (code === 24) result = { ...result, underline: false };
    else if (code === 39) result = { ...result, colour: null };
    else if (code >= 30 && code <= 37) result = { ...result, colour: COLOURS[code - 30]! };
    else if (code >= 90 && code <= 97) result = { ...result, colour: code === 90 ? "grey" : COLOURS[code - 90]! };
    // Colours by number or by components, which are left out with their parameters.
    else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4;
  }
  return result;
}
