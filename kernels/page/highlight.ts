import { escapeHtml } from "../../lib/notebook/mod.ts";

/** Turns source code into HTML. */
export type Highlight = (code: string, language: string) => string;

const TYPESCRIPT: ReadonlySet<string> = new Set(["deno", "javascript", "js", "ts", "tsx", "typescript"]);

// Beyond this a browser gets slow on coloured code, and nobody reads it for its colours.
const LONGEST_COLOURED = 60_000;

let loading: Promise<Highlight> | null = null;

/** Loads the highlighter, once per process. TypeScript and JavaScript are coloured for light and dark; all else is escaped. */
export function loadHighlight(): Promise<Highlight> {
  return loading ??= load();
}

async function load(): Promise<Highlight> {
  const { createHighlighter } = await import("shiki");
  const themes = { light: "github-light-high-contrast", dark: "github-dark-high-contrast" };
  const highlighter = await createHighlighter({ themes: Object.values(themes), langs: ["typescript"] });
  return (code, language) => {
    if (!TYPESCRIPT.has(language.toLowerCase()) || code.length > LONGEST_COLOURED) {
      return `<pre class="source" tabindex="0"><code>${escapeHtml(code)}</code></pre>`;
    }
    // Both colours are variables, and the style sheet chooses.
    return highlighter.codeToHtml(code, { lang: "typescript", themes, defaultColor: false })
      .replace(/^<pre class="[^"]*" style="[^"]*" tabindex="0">/, '<pre class="source" tabindex="0">');
  };
}
