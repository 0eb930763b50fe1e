import { findProgram, type SearchPath } from "../specs/mod.ts";

/**
 * The command that installs a Debian package; in words where there is no `apt-get`.
 *
 * @param name The package.
 * @param search Environment and platform.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const nothing = { environment: {}, platform: "linux" };
 * assert.equal(installCommand("git", nothing), "install git with the system's package manager");
 * ```
 */
export function installCommand(name: string, search: SearchPath): string {
  const has = (program: string): boolean => findProgram([program], search) !== null;
  if (has("apt-get")) return `${has("sudo") ? "sudo " : ""}apt-get install -y ${name}`;
  return `install ${name} with the system's package manager`;
}
