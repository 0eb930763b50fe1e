// Builds the library for tslab and for CommonJS programs of Node: dist/mod.cjs with its declarations. vite, which is here for the
// tests, bundles the code, small dependencies included; `deno pack` writes the declarations, each module for itself, so that the older
// compiler of tslab reads them. happy-dom and plotly.js-dist-min, which only figures need, stay in node_modules.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What is not bundled: five megabytes that only figures need. */
const OUTSIDE = ["happy-dom", "plotly.js-dist-min"];

/** Builds into the folder `out`, which is replaced when everything has succeeded. */
export async function buildDist(out: string, deno: string): Promise<void> {
  const beside = `${out}.${randomUUID()}.tmp`, made = join(beside, "dist");
  mkdirSync(made, { recursive: true });
  try {
    await bundle(made);
    declare(beside, made, deno);
    writeFileSync(join(made, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
    rmSync(out, { recursive: true, force: true });
    renameSync(made, out);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

async function bundle(out: string): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    ssr: { noExternal: true, external: OUTSIDE, target: "node" },
    build: {
      ssr: "mod.ts",
      outDir: out,
      minify: false,
      target: "node20",
      rollupOptions: { output: { format: "cjs", entryFileNames: "mod.cjs", exports: "named" } },
    },
  });
}

function declare(scratch: string, out: string, deno: string): void {
  const archive = join(scratch, "package.tgz");
  const others = "--ignore=kernels,test,notebooks,data,out";
  execute(deno, ["pack", "--quiet", "--allow-dirty", "--no-source-maps", others, "--output", archive], ROOT);
  execute("tar", ["-xzf", archive, "-C", scratch], ROOT);
  const from = join(scratch, "package");
  for (const file of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    mkdirSync(dirname(join(out, file)), { recursive: true });
    cpSync(join(from, file), join(out, file));
  }
  const missing = missingDeclarations(out, "mod.d.ts");
  if (missing.length > 0) throw new Error(`Cannot declare the library: ${missing.join("; ")}`);
}

/** Every import of a declaration, from `entry` on, whose own declaration is not there. */
export function missingDeclarations(folder: string, entry: string): string[] {
  const missing: string[] = [], seen = new Set<string>(), waiting = [join(folder, entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!existsSync(file)) {
      missing.push(`"${file}" is missing`);
      continue;
    }
    const source = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [, target] of source.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)\.js["']/g)) {
      waiting.push(resolve(dirname(file), `${target}.d.ts`));
    }
  }
  return missing;
}

function manifest(): Record<string, unknown> {
  const { version, license, imports } = JSON.parse(readFileSync(join(ROOT, "deno.json"), "utf8"));
  const versionOf = (name: string): string => imports[name].slice(`npm:${name}@`.length);
  return {
    name: "thermolab",
    version,
    license,
    private: true,
    main: "./mod.cjs",
    types: "./mod.d.ts",
    peerDependencies: Object.fromEntries(OUTSIDE.map((name) => [name, versionOf(name)])),
    peerDependenciesMeta: Object.fromEntries(OUTSIDE.map((name) => [name, { optional: true }])),
  };
}

function execute(command: string, args: readonly string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error) throw new Error(`Cannot start "${command}": ${error.message}`);
  if (status !== 0) throw new Error(`"${command} ${args[0]}" failed: ${stderr.trim()}`);
}

if (process.argv[1]?.endsWith("dist.ts")) {
  const out = resolve(ROOT, "dist");
  await buildDist(out, process.execPath);
  console.log(`Built ${out}; in a folder with tslab: npm install ${out}`);
}
