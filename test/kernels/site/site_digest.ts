// The digest of the site that the browser opens: `deno run -A test/kernels/site/site_digest.ts` prints what another runtime
// must get as well.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseNotebook } from "../../../kernels/runner/mod.ts";
import { renderSite, type SiteNotebook } from "../../../kernels/site/mod.ts";
import { entry, hostile, rich } from "./notebooks.ts";

/** The notebooks of ours that are opened in a browser. */
export const OURS: readonly string[] = ["01-exact-diagonalisation", "05-gap-vs-multimodality"];

/** Our notebooks as they were recorded, under their names. */
export function recorded(): SiteNotebook[] {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  return OURS.map((name) => {
    const ledger = JSON.parse(readFileSync(join(root, `data/results/${name}.full.json`), "utf8"));
    return entry(name, parseNotebook(readFileSync(join(root, `notebooks/${name}.ipynb`), "utf8"), name), ledger);
  });
}

/** SHA-256 over the names and texts of a site of ours, a rich and a hostile notebook. */
export async function siteDigest(): Promise<string> {
  const files = await renderSite([await rich(), ...recorded(), hostile("http://127.0.0.1:9")], { title: "A site" });
  const hash = createHash("sha256");
  for (const name of [...files.keys()].sort()) hash.update(`${name}\0${files.get(name)}\0`);
  return hash.digest("hex");
}

if (process.argv[1]?.endsWith("site_digest.ts")) console.log(await siteDigest());
