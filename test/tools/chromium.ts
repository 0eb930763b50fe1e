import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** No name but that of this computer is known to the browser. */
const ARGUMENTS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
/** Only a browser that never answers should fail a test. */
const LIMIT_MS = 90_000;

/** The Chromium of this computer: the one named in `CHROMIUM`, else the first on the search path, else `null`. */
export function findChromium(): string | null {
  const given = process.env["CHROMIUM"];
  if (given !== undefined && existsSync(given)) return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null;
}

/** Why pages are not opened where {@linkcode findChromium} finds nothing. */
export const NO_CHROMIUM = "there is no chromium on the PATH; install it or name one in CHROMIUM";

/** Starts a Chromium that reaches nothing outside of this computer. */
export function launchChromium(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: ARGUMENTS, timeout: LIMIT_MS });
}
