import type { Browser } from "playwright-core";
import { findChromium, launchChromium, NO_CHROMIUM } from "../tools/chromium.ts";

/** Starts the Chromium of this computer, or says why there is none. */
export async function startBrowser(): Promise<{ readonly browser: Browser } | { readonly reason: string }> {
  const path = findChromium();
  return path === null ? { reason: NO_CHROMIUM } : { browser: await launchChromium(path) };
}
