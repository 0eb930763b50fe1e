import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import process from "node:process";

/** The history of a repository, as far as git tells it. Paths are absolute. */
export interface GitHistory {
  /** The commits that changed a file, oldest first. */
  commitsOf(path: string): string[];
  /** The file as a commit has it, or null when it is not there. */
  fileAt(commit: string, path: string): string | null;
  /** Whether `earlier` lies strictly before `later` on one line of history. */
  precedes(earlier: string, later: string): boolean;
}

const MAXIMUM_BYTES = 512 * 1024 * 1024;

/**
 * The history of the repository that holds a folder.
 *
 * @param folder A folder inside of the repository.
 * @returns The history, or why there is none to be read: no git, no repository, no commit, a shallow clone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * assert.equal(typeof openHistory(mkdtempSync(`${tmpdir()}/no-repository-`)), "string");
 * ```
 */
export function openHistory(folder: string): GitHistory | string {
  const git = (...args: string[]) =>
    spawnSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      maxBuffer: MAXIMUM_BYTES,
      // What git says must not depend on the user's language, and it must not wait for somebody who types a password.
      env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
    });
  const found = git("rev-parse", "--is-shallow-repository", "--show-toplevel");
  if (found.error !== undefined) return "git cannot be started, and the order of commits is read with it";
  if (found.status !== 0) return "the notebook lies in no git repository, so that there are no commits to order";
  const [shallow, top] = found.stdout.split(/\r?\n/);
  if (shallow !== "false") return "the clone is shallow, its first commits are missing; git fetch --unshallow";
  if (git("rev-parse", "--verify", "--quiet", "HEAD").status !== 0) return "the repository has no commit yet";
  const place = (path: string) => relative(realpathSync(top!), realPath(path)).split(sep).join("/");
  return {
    commitsOf(path) {
      const log = git(
        "log",
        "--full-history",
        "--topo-order",
        "--reverse",
        "--format=%H",
        "--",
        `:(top,literal)${place(path)}`,
      );
      return log.status === 0 ? log.stdout.split(/\r?\n/).filter((line) => line !== "") : [];
    },
    fileAt(commit, path) {
      const shown = git("show", `${commit}:${place(path)}`);
      return shown.status === 0 ? shown.stdout : null;
    },
    precedes(earlier, later) {
      return earlier !== later && git("merge-base", "--is-ancestor", earlier, later).status === 0;
    },
  };
}

/** A file may be gone while its folder is there. */
function realPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
