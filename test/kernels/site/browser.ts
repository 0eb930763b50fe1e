/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll } from "vitest";
import { findChromium, launchChromium, NO_CHROMIUM } from "../../tools/chromium.ts";
import { DONE_UNDER_DENO, ONCE } from "../../tools/under_deno.ts";

/** The Chromium of this computer, else `null`: the tests say NOT RUN then. `site.test.ts` holds both runtimes to the same bytes. */
export const CHROMIUM: string | null = DONE_UNDER_DENO ? null : findChromium();

export const NOT_RUN = DONE_UNDER_DENO ? ONCE : `NOT RUN: no page is opened in a browser: ${NO_CHROMIUM}`;

/** Only what never happens should fail a test. */
const LIMIT_MS = 90_000;

let starting: Promise<Browser> | undefined;
const folders: string[] = [];

afterAll(async () => {
  await (await starting)?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The browser, started once per file of tests. */
export function browser(): Promise<Browser> {
  return starting ??= launchChromium(CHROMIUM!);
}

/** Writes the files of a site into a fresh folder and returns it. */
export function written(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-site-"));
  folders.push(folder);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** The address of a file of a site. */
export function addressIn(folder: string, file: string): string {
  return pathToFileURL(join(folder, file)).href;
}

/** An open page and everything that it said and asked for. */
export interface Watched {
  readonly page: Page;
  /** What stands in the console, and errors that nothing has caught. */
  readonly said: string[];
  /** Addresses of what was asked for, without those inside of the page. */
  readonly asked: string[];
  /** Frames and windows that were opened, dialogs, downloads. */
  readonly opened: string[];
}

/** Opens an address in a context of its own and closes it when `use` is done. */
export async function withPage<T>(
  address: string,
  options: BrowserContextOptions,
  use: (watched: Watched) => Promise<T>,
): Promise<T> {
  const context = await (await browser()).newContext(options);
  context.setDefaultTimeout(LIMIT_MS);
  try {
    const page = await context.newPage();
    const watched: Watched = { page, said: [], asked: [], opened: [] };
    page.on("console", (message) => watched.said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => watched.said.push(`error: ${error.message}`));
    context.on("request", (request) => {
      if (!/^(?:data|blob):/.test(request.url())) watched.asked.push(request.url());
    });
    page.on("dialog", async (dialog) => {
      watched.opened.push(`dialog ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("frameattached", () => watched.opened.push("frame"));
    context.on("page", () => watched.opened.push("page"));
    await page.goto(address);
    return await use(watched);
  } finally {
    await context.close();
  }
}

/** Goes to each figure and to the end, so that everything that waits to be seen has been, and back. For pages with JavaScript. */
export async function readThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const figure of document.querySelectorAll("figure, footer")) {
      figure.scrollIntoView({ behavior: "instant" });
      await painted();
    }
    scrollTo({ top: 0, behavior: "instant" });
    await painted();
  });
}
