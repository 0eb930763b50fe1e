import { posix, win32 } from "node:path";
import { jupyterDataFolder, type Surroundings } from "../specs/mod.ts";

/**
 * The folders in which Jupyter looks for kernelspecs, in its order (Jupyter documentation, "Common directories and file
 * locations"): `JUPYTER_PATH`, the user's own, those of active virtual environments and of the Python beside `jupyter`, those of the
 * system. The first kernelspec of a name is taken.
 *
 * @param surroundings Environment variables, platform, home.
 * @param jupyter Path of the program `jupyter`, `null` where there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const linux = { environment: { VIRTUAL_ENV: "/venv" }, platform: "linux", home: "/users/ada" };
 * assert.deepEqual(kernelSpecFolders(linux, null), [
 *   "/users/ada/.local/share/jupyter/kernels",
 *   "/venv/share/jupyter/kernels",
 *   "/usr/local/share/jupyter/kernels",
 *   "/usr/share/jupyter/kernels",
 * ]);
 * ```
 */
export function kernelSpecFolders(surroundings: Surroundings, jupyter: string | null): string[] {
  const { environment, platform } = surroundings;
  const { join, dirname, delimiter } = platform === "win32" ? win32 : posix;
  const own = (environment["JUPYTER_PATH"] ?? "").split(delimiter).filter(Boolean);
  const prefixes = [environment["VIRTUAL_ENV"], environment["CONDA_PREFIX"]].filter((prefix) => prefix !== undefined);
  if (jupyter !== null) prefixes.push(dirname(dirname(jupyter)));
  const system = platform === "win32"
    ? [join(environment["PROGRAMDATA"] ?? "C:\\ProgramData", "jupyter")]
    : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const data = [
    ...own,
    jupyterDataFolder(surroundings),
    ...prefixes.map((p) => join(p, "share", "jupyter")),
    ...system,
  ];
  return [...new Set(data)].map((folder) => join(folder, "kernels"));
}
