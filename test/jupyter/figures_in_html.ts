/// <reference lib="dom" />
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import sanitizeHtml from "sanitize-html";
import type { NotebookDocument } from "../../kernels/runner/mod.ts";
import { bareFigureNotebook, figureAlts, figureNotebook } from "./figure_notebook.ts";
import { finding, guarded, type Report } from "./finding.ts";
import type { Workspace } from "./workspace.ts";

// Of the kind that code hosts use: no scripts, no styles, no classes, no inline SVG, no frames.
const STRICT: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "blockquote", "pre", "code", "a", "img"],
    ...[
      "ul",
      "ol",
      "li",
      "table",
      "caption",
      "thead",
      "tbody",
      "tr",
      "th",
      "td",
      "b",
      "i",
      "strong",
      "em",
      "sub",
      "sup",
    ],
  ],
  allowedAttributes: { a: ["href"], img: ["src", "alt", "width", "height"], th: ["scope"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["http", "https", "data"] },
};

/** Where pages are made, opened and photographed. */
export interface Viewer {
  readonly workspace: Workspace;
  readonly browser: Browser;
  /** For screenshots. */
  readonly folder: string;
}

/** nbconvert's page of a committed notebook, and what a strict sanitiser leaves of it: is every figure to be seen? */
export async function checkFiguresInHtml(viewer: Viewer, name: string, report: Report): Promise<void> {
  await guarded(`figures in nbconvert's HTML, ${name}`, report, async () => {
    const document = figureNotebook(name, "html"), alts = figureAlts(document);
    const { whole, strict } = await pages(viewer, document);
    for (const [page, file] of [["nbconvert's HTML", whole], ["nbconvert's HTML, sanitised", strict]] as const) {
      const shown = await pictures(viewer, file), missing = alts.filter((alt) => !shown.includes(alt));
      const detail = `${alts.length - missing.length} of ${alts.length} pictures${
        missing.map((alt) => `\nno "${alt}"`)
      }`;
      report(finding(`figures in ${page}, ${name}`, alts.length > 0 && missing.length === 0, detail));
    }
  });
  const control = "figures in nbconvert's HTML, sanitised, inline SVG (control: it must be gone)";
  await guarded(control, report, async () => {
    const { strict } = await pages(viewer, bareFigureNotebook(name, "bare-html", "inline"));
    const shown = await pictures(viewer, strict);
    report(finding(control, shown.length === 0, `${shown.length} pictures`));
  });
}

/** The page as nbconvert makes it, and sanitised. */
async function pages(
  { workspace }: Viewer,
  document: NotebookDocument,
): Promise<{ readonly whole: string; readonly strict: string }> {
  const path = workspace.write(`${document.metadata["copy"]}.ipynb`, document);
  const { code, stderr } = await workspace.runPython(["-m", "nbconvert", "--to", "html", path], 120);
  if (code !== 0) throw new Error(`nbconvert ended with ${code}: ${stderr.slice(-400)}`);
  const whole = path.replace(/ipynb$/, "html"), strict = path.replace(/ipynb$/, "sanitised.html");
  writeFileSync(strict, sanitizeHtml(readFileSync(whole, "utf8"), STRICT));
  return { whole, strict };
}

/** The alternative texts of the pictures that are to be seen on a page. */
async function pictures({ browser, folder }: Viewer, file: string): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href, { waitUntil: "domcontentloaded" });
    const shown = await page.evaluate(async () => {
      const images = [...document.querySelectorAll<HTMLElement & Partial<HTMLImageElement>>("img, svg")];
      await Promise.all(images.map((one) => one.decode?.().catch(() => {})));
      return images.filter((one) =>
        (one.naturalWidth ?? 101) > 100 && one.getBoundingClientRect().width > 100 && one.checkVisibility()
      ).map(({ alt }) => alt ?? "");
    });
    await page.screenshot({ path: join(folder, `${file.split(/[\\/]/).at(-1)}.png`), fullPage: true });
    return shown;
  } finally {
    await context.close();
  }
}
