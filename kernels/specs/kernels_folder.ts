import { posix, win32 } from "node:path";

/** What decides where Jupyter keeps a user's data. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As `process.platform` names it. */
  readonly platform: string;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * The folder in which Jupyter looks for a user's data (Jupyter documentation, "Common directories and file locations").
 *
 * @param surroundings Environment variables, platform, home.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const linux = { environment: {}, platform: "linux", home: "/users/ada" };
 * assert.equal(jupyterDataFolder(linux), "/users/ada/.local/share/jupyter");
 * assert.equal(jupyterDataFolder({ ...linux, platform: "darwin" }), "/users/ada/Library/Jupyter");
 * ```
 */
export function jupyterDataFolder({ environment, platform, home }: Surroundings): string {
  const { join } = platform === "win32" ? win32 : posix;
  const { JUPYTER_DATA_DIR: own, XDG_DATA_HOME: xdg, APPDATA: roaming } = environment;
  if (own) return own;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(roaming || join(home, "AppData", "Roaming"), "jupyter");
  return join(xdg || join(home, ".local", "share"), "jupyter");
}

/**
 * The folder of the kernelspecs: below a prefix, such as that of a virtual environment, or the user's own.
 *
 * @param prefix The prefix, or `null` for the user's own.
 * @param surroundings Environment variables, platform, home.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const linux = { environment: { JUPYTER_DATA_DIR: "/data" }, platform: "linux", home: "/users/ada" };
 * assert.equal(kernelsFolder(null, linux), "/data/kernels");
 * assert.equal(kernelsFolder("/opt/venv", linux), "/opt/venv/share/jupyter/kernels");
 * ```
 */
export function kernelsFolder(prefix: string | null, surroundings: Surroundings): string {
  const { join } = surroundings.platform === "win32" ? win32 : posix;
  return prefix === null
    ? join(jupyterDataFolder(surroundings), "kernels")
    : join(prefix, "share", "jupyter", "kernels");
}
