// Keeps the architecture: a folder of lib/ or kernels/ imports only from itself and from those before it in its list,
// lib/ never imports kernels/, and no file takes part in an import cycle. Exit 1 names each violation.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";

export const LIBRARY_ORDER = [
  "random",
  "data",
  "graph",
  "model",
  "exact",
  "sampler",
  "diagnostics",
  "predictor",
  "train",
  "verdict",
  "notebook",
];
export const KERNEL_ORDER = [
  "protocol",
  "guard",
  "specs",
  "runner",
  "cells",
  "page",
  "site",
  "doctor",
  "bench",
  "sweep",
  "lab",
];

/** Every violation in the given files, as one sentence each. `files` maps a path relative to the root to its source. */
export function layerViolations(files: ReadonlyMap<string, string>): string[] {
  const violations: string[] = [];
  const imports = new Map<string, string[]>();
  for (const [path, source] of files) {
    const targets: string[] = [];
    // The examples of a docstring are programs of their own.
    const code = source.replace(/\/\*[\s\S]*?\*\//g, "");
    for (const match of code.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)) {
      const target = relative(".", resolve(dirname(path), match[1]!));
      targets.push(target);
      const problem = checkEdge(path, target);
      if (problem !== null) violations.push(problem);
    }
    imports.set(path, targets);
  }
  return [...violations, ...cycles(imports)];
}

function place(path: string): { top: string; folder: string | null } {
  const parts = path.split("/");
  return { top: parts[0]!, folder: parts.length > 2 ? parts[1]! : null };
}

function checkEdge(from: string, to: string): string | null {
  const a = place(from), b = place(to);
  if (a.top === "lib" && b.top === "kernels") return `${from} imports ${to}: lib/ never imports kernels/`;
  if (a.top !== b.top || a.folder === null || b.folder === null) return null;
  const order = a.top === "lib" ? LIBRARY_ORDER : a.top === "kernels" ? KERNEL_ORDER : null;
  if (order === null) return null;
  const i = order.indexOf(a.folder), j = order.indexOf(b.folder);
  if (i < 0) return `${from} lies in a folder that the architecture does not list: ${a.top}/${a.folder}`;
  return j > i ? `${from} imports ${to}: ${a.top}/${a.folder} stands below ${b.top}/${b.folder}` : null;
}

function cycles(imports: ReadonlyMap<string, string[]>): string[] {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === "done" || !imports.has(path)) return;
    if (state.get(path) === "open") {
      found.push(`Import cycle: ${[...trail.slice(trail.indexOf(path)), path].join(" → ")}`);
      return;
    }
    state.set(path, "open");
    for (const target of imports.get(path)!) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "assembly" ? [] : sources(path);
    return name.endsWith(".ts") ? [path] : [];
  });
}

if (process.argv[1]?.endsWith("layers.ts")) {
  const files = new Map(["lib", "kernels"].flatMap(sources).map((path) => [path, readFileSync(path, "utf8")]));
  const violations = layerViolations(files);
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) process.exit(1);
  console.log(`Layers hold over ${files.size} files`);
}
