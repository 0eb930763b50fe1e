import { execFileSync } from "node:child_process";

const IDENTITY = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];

/** Runs git in a folder and returns what it prints. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", ["-C", folder, ...IDENTITY, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
}

/** Makes a folder a repository without a commit. */
export function initialise(folder: string): void {
  git(folder, "init", "--quiet", "--initial-branch=main");
}

/** Commits everything in a folder and returns the commit. */
export function commitAll(folder: string, message: string): string {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", "-m", message);
  return git(folder, "rev-parse", "HEAD");
}
