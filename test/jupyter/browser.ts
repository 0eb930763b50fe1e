import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";

/** Starts the Chromium of this computer, or says why there is none. No name but that of this computer is known to it. */
export async function startBrowser(): Promise<{ readonly browser: Browser } | { readonly reason: string }> {
  const path = findChromium();
  if (path === null) return { reason: "there is no chromium on the PATH; install it or name one in CHROMIUM" };
  const args = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
  return { browser: await chromium.launch({ executablePath: path, args }) };
}

function findChromium(): string | null {
  const given = process.env["CHROMIUM"];
  if (given !== undefined && existsSync(given)) return given;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null;
}
