import { escapeHtml, PLOTLY_MIME, PROGRESS_MIME } from "../../lib/notebook/mod.ts";
import type { JsonObject } from "../protocol/mod.ts";
import { joinLines, type MultilineText, type Output } from "../runner/mod.ts";
import { ansiToHtml } from "./ansi.ts";
import type { LinkTarget } from "./link_target.ts";
import type { MarkdownRenderer } from "./markdown_renderer.ts";
import { plotSpec } from "./plot_spec.ts";
import { sanitize } from "./sanitize.ts";

// A page that holds more of one output than this is slow to open; the notebook beside it has the rest.
const LONGEST_TEXT = 100_000;
const LONGEST_RICH = 8_000_000;

/** What outputs are rendered with. */
export interface OutputTools {
  readonly markdown: MarkdownRenderer;
  /** Whether figures bear what a script needs to draw them. */
  readonly interactive: boolean;
  readonly target: LinkTarget;
}

/**
 * One output of a cell as static HTML, in the richest form that needs neither a script nor the network. An interactive figure is a picture
 * that bears its specification.
 */
export function renderOutput(output: Output, tools: OutputTools): string {
  switch (output.output_type) {
    case "stream":
      return `<pre tabindex="0" class="stream ${output.name === "stderr" ? "stderr" : "stdout"}">${
        terminal(joinLines(output.text))
      }</pre>`;
    case "error":
      return renderError(output.ename, output.evalue, output.traceback);
    case "display_data":
    case "execute_result":
      return renderBundle(output.data, tools);
  }
}

function renderError(name: string, message: string, traceback: readonly string[]): string {
  const trace = traceback.join("\n");
  return `<div class="error" role="alert"><p><strong>${escapeHtml(name)}</strong>: ${terminal(message)}</p>` +
    (trace.trim() === ""
      ? ""
      : `<details><summary>Traceback</summary><pre tabindex="0">${terminal(trace)}</pre></details>`) +
    "</div>";
}

function renderBundle(data: JsonObject, { markdown, interactive, target }: OutputTools): string {
  if (PROGRESS_MIME in data) return `<p class="progress">${terminal(text(data["text/plain"]) ?? "")}</p>`;
  const picture = pictureSource(data);
  const spec = interactive ? plotSpec(data[PLOTLY_MIME]) : null;
  if (picture !== null) {
    const drawn = PLOTLY_MIME in data ? " drawn" : "";
    return `<figure class="figure${drawn}"${spec === null ? "" : ` data-plot="${escapeHtml(spec)}"`}>` +
      `<img src="${picture}" alt="${escapeHtml(alternative(data))}"></figure>`;
  }
  if (spec !== null) {
    return `<figure class="figure drawn" data-plot="${escapeHtml(spec)}">` +
      `<p class="note">${escapeHtml(alternative(data))} (a figure that needs JavaScript)</p></figure>`;
  }
  const html = text(data["text/html"]);
  if (html !== null && html.length <= LONGEST_RICH) return rich(sanitize(html, target));
  const source = text(data["text/markdown"]) ?? formula(text(data["text/latex"]));
  if (source !== null && source.length <= LONGEST_RICH) return `<div class="rich">${markdown.render(source)}</div>`;
  const plain = text(data["text/plain"]) ?? json(data["application/json"]);
  if (plain !== null) return `<pre tabindex="0" class="result">${terminal(plain)}</pre>`;
  const types = Object.keys(data).map(escapeHtml).join(", ");
  return `<p class="note">An output that cannot be shown on a page (${types || "empty"})</p>`;
}

function rich(html: string): string {
  const scrolls = /<(?:table|pre)\b/.test(html) ? ' role="group" aria-label="Output" tabindex="0"' : "";
  return `<div class="rich"${scrolls}>${html}</div>`;
}

function pictureSource(data: JsonObject): string | null {
  const svg = text(data["image/svg+xml"]);
  if (svg !== null) return `data:image/svg+xml;base64,${base64(svg)}`;
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const bytes = text(data[type])?.replace(/\s+/g, "");
    if (bytes !== undefined && /^[A-Za-z0-9+/]+={0,2}$/.test(bytes)) return `data:${type};base64,${bytes}`;
  }
  return null;
}

/** What the picture shows: the words of the same figure's `<img>`, else the first line of its plain form. */
function alternative(data: JsonObject): string {
  const quoted = /<img\b[^>]*?\salt="([^"]*)"/.exec(text(data["text/html"]) ?? "")?.[1];
  if (quoted !== undefined) {
    return quoted.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'")
      .replace(/&amp;/g, "&");
  }
  return (text(data["text/plain"]) ?? "Figure").split("\n")[0]!;
}

function text(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return joinLines(value as MultilineText);
  return null;
}

function formula(latex: string | null): string | null {
  if (latex === null) return null;
  return /^\s*\$/.test(latex) ? latex : `$$\n${latex}\n$$`;
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value, null, 2);
}

function terminal(source: string): string {
  if (source.length <= LONGEST_TEXT) return ansiToHtml(source);
  const head = source.slice(0, LONGEST_TEXT * 0.8), tail = source.slice(-LONGEST_TEXT * 0.2);
  const left = source.length - head.length - tail.length;
  return `${ansiToHtml(head)}\n<em class="note">… ${left} characters left out, they are in the notebook …</em>\n${
    ansiToHtml(tail)
  }`;
}

function base64(source: string): string {
  const bytes = new TextEncoder().encode(source);
  let binary = "";
  // In pieces, because a call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 32_768) binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return btoa(binary);
}
