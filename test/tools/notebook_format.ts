// Fails when `deno fmt` would change a committed notebook. `deno fmt --check` cannot be asked: in Deno 2.9.6 it calls every notebook
// unformatted, also one that `deno fmt` leaves as it is, until the formatter has run over it on the same machine.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** The notebooks of a folder that the formatter would change. */
export function unformattedNotebooks(folder: string, deno: string): string[] {
  const copies = mkdtempSync(join(tmpdir(), "thermolab-format-"));
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
    for (const name of names) copyFileSync(join(folder, name), join(copies, name));
    const { status, stderr } = spawnSync(deno, [
      "fmt",
      "--quiet",
      "--line-width",
      "120",
      "--prose-wrap",
      "preserve",
      copies,
    ], { encoding: "utf8" });
    if (status !== 0) throw new Error(`Could not format the notebooks of ${folder}: ${stderr}`);
    return names.filter((name) => !readFileSync(join(folder, name)).equals(readFileSync(join(copies, name))));
  } finally {
    rmSync(copies, { recursive: true });
  }
}

if (process.argv[1]?.endsWith("notebook_format.ts")) {
  const changed = unformattedNotebooks("notebooks", process.execPath);
  for (const name of changed) console.error(`notebooks/${name} is not formatted: run deno fmt notebooks`);
  if (changed.length > 0) process.exit(1);
  console.log("Notebooks are formatted");
}
