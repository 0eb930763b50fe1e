import type { JsonObject } from "../../protocol/mod.ts";

/** Text as a language server sends it ("MarkupContent", "MarkedString"). */
export type MarkedText = string | { readonly language?: string; readonly value: string } | readonly MarkedText[];

/** What a language server says about a call that the cursor stands in. */
export interface SignatureHelp {
  readonly signatures: readonly { readonly label: string; readonly documentation?: MarkedText }[];
  readonly activeSignature?: number | null;
}

/**
 * Text as Markdown.
 *
 * @param marked Text in any of the server's forms.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(markdownOf([{ language: "ts", value: "const x: 1" }, "My x."]), /^`+ts\nconst x: 1\n`+\n\nMy x\.$/);
 * ```
 */
export function markdownOf(marked: MarkedText): string {
  if (typeof marked === "string") return marked.trim();
  if (Array.isArray(marked)) return marked.map(markdownOf).filter((text) => text !== "").join("\n\n");
  const { language, value } = marked as { language?: string; value: string };
  return language === undefined ? value.replace(/^```tsx$/gm, "```ts").trim() : `\`\`\`${language}\n${value}\n\`\`\``;
}

/**
 * What a hover says, for people: no links that only an editor can follow.
 *
 * @param marked The server's text.
 * @returns Markdown, `null` when the server knows nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(hoverMarkdown("See [`f`](file:///a.ts#3,1)."), "See `f`.");
 * assert.equal(hoverMarkdown({ language: "ts", value: "any" }), null);
 * ```
 */
export function hoverMarkdown(marked: MarkedText): string | null {
  const text = markdownOf(marked).replace(/\[([^[\]]*)\]\((?:deno|file):[^)]*\)/g, "$1");
  // Of a name that it cannot resolve the server says only that.
  return text === "" || /^```ts\nany\n```$/.test(text) ? null : text;
}

/**
 * The signature and documentation of the function whose call the cursor stands in.
 *
 * @param help The server's answer.
 * @returns Markdown, `null` when there is no call.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const help = { signatures: [{ label: "f(x: number): void", documentation: "Does it." }] };
 * assert.match(signatureMarkdown(help)!, /f\(x: number\): void\n`+\n\nDoes it\./);
 * ```
 */
export function signatureMarkdown(help: SignatureHelp): string | null {
  const signature = help.signatures[help.activeSignature ?? 0];
  if (signature === undefined) return null;
  return markdownOf([{ language: "ts", value: signature.label }, signature.documentation ?? ""]);
}

/**
 * The content of Jupyter's `inspect_reply`.
 *
 * @param markdown What is known, `null` for nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const reply = inspectReply("My x.\n\n*@throws* — never");
 * assert.equal((reply["data"] as Record<string, string>)["text/plain"], "My x.\n\n@throws — never");
 * assert.equal(inspectReply(null)["found"], false);
 * ```
 */
export function inspectReply(markdown: string | null): JsonObject {
  const data = markdown === null ? {} : { "text/plain": plainText(markdown), "text/markdown": markdown };
  return { status: "ok", found: markdown !== null, data, metadata: {} };
}

function plainText(markdown: string): string {
  return markdown
    .replace(/^```\w*\n([\s\S]*?)\n```$/gm, "$1\n")
    .replace(/\*(@\w+)\*/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
