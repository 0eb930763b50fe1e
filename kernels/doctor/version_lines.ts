import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "./line.ts";
import { TESTED_DENO } from "./tested_deno.ts";

const LIBRARIES = ["plotly.js-dist-min", "happy-dom", "vitest"];

/**
 * Versions of Deno, of this project and of the libraries that it is seen or tested with.
 *
 * @param deno What `Deno.version` says.
 * @param root The repository's folder.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fileURLToPath } from "node:url";
 * const root = fileURLToPath(new URL("../../", import.meta.url));
 * const [line] = versionLines({ deno: "1.0.0", v8: "8", typescript: "3.9" }, root);
 * assert.equal(line!.state, "problem");
 * assert.match(line!.remedy!, /deno@2\.9\.6/);
 * ```
 */
export function versionLines(deno: { deno: string; v8: string; typescript: string }, root: string): Line[] {
  const tested = deno.deno === TESTED_DENO;
  const manifest = JSON.parse(readFileSync(join(root, "deno.json"), "utf8")) as { version: string };
  const good = { group: "Versions", state: "good", remedy: null, leaves: null } as const;
  return [
    {
      ...good,
      name: "Deno",
      state: tested ? "good" : "problem",
      text: `${deno.deno} (V8 ${deno.v8}, TypeScript ${deno.typescript})` +
        (tested ? "" : `; this project is tested with ${TESTED_DENO} only`),
      remedy: tested ? null : `npx -y deno@${TESTED_DENO} task lab doctor`,
    },
    { ...good, name: "thermolab", text: `${manifest.version} (${root})` },
    ...LIBRARIES.map((name) => libraryLine(name, root)),
  ];
}

function libraryLine(name: string, root: string): Line {
  const head = { group: "Versions", name, leaves: null };
  try {
    const { version } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
    return { ...head, state: "good", text: String(version), remedy: null };
  } catch {
    return { ...head, state: "problem", text: "not in node_modules", remedy: "deno install" };
  }
}
