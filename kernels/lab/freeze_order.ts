import { dirname } from "node:path";
import { findPreregistration } from "../../lib/verdict/mod.ts";
import { type GitHistory, openHistory } from "./git.ts";

/** The files whose history tells the order, and what must stand in it. */
export interface FrozenFiles {
  readonly notebook: string;
  readonly freezeRecord: string;
  readonly ledger: string;
  /** Digests of the registration and its amendments, in order. */
  readonly digests: readonly string[];
  /** The digest that the ledger answers as it lies there, null without a ledger. */
  readonly answered: string | null;
}

/** What the history says. */
export interface FreezeOrder {
  readonly problems: readonly string[];
  /** Why the order could not be checked, else null. */
  readonly notChecked: string | null;
}

/**
 * Whether each registration was committed before the results that answer it. Every commit of the ledger must have a
 * strictly earlier commit in which the notebook, or the freeze record, holds the digest that the ledger answers, and that
 * digest must belong to the chain as it stands: a registration is amended, never replaced.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const nowhere = { notebook: "/none/a.ipynb", freezeRecord: "/none/a.json", ledger: "/none/a.full.json" };
 * assert.match(freezeOrder({ ...nowhere, digests: [], answered: null }).notChecked!, /no git repository|git cannot/);
 * ```
 */
export function freezeOrder(files: FrozenFiles): FreezeOrder {
  const history = openHistory(dirname(files.notebook));
  if (typeof history === "string") return { problems: [], notChecked: history };
  const frozen = frozenIn(history, files);
  const recorded = recordedIn(history, files.ledger);
  const problems = recorded.flatMap(({ commit, digest }) => {
    const results = `the results of commit ${short(commit)} answer ${shortDigest(digest)}`;
    if (!files.digests.includes(digest)) {
      return [`${results}, which is not in the chain of this registration: it was replaced where it must be amended`];
    }
    const commits = frozen.get(digest) ?? [];
    if (commits.some((freeze) => history.precedes(freeze, commit))) return [];
    return commits.length === 0
      ? [`${results}, which was never committed before them`]
      : [`${results}, which was committed in ${short(commits[0]!)}, not before them`];
  });
  const { answered } = files;
  const waiting = answered !== null && !frozen.has(answered)
    ? `the registration ${shortDigest(answered)} is in no commit yet; commit the notebook and its freeze record`
    : null;
  return { problems: [...new Set(problems)], notChecked: problems.length === 0 ? waiting : null };
}

/** Digest → the commits that hold it, oldest first. */
function frozenIn(history: GitHistory, { notebook, freezeRecord }: FrozenFiles): Map<string, string[]> {
  const commits = new Map<string, string[]>();
  const note = (commit: string, digest: string) => {
    const known = commits.get(digest);
    if (known === undefined) commits.set(digest, [commit]);
    else if (!known.includes(commit)) known.push(commit);
  };
  for (const commit of history.commitsOf(notebook)) {
    for (const digest of digestsOfNotebook(history.fileAt(commit, notebook))) note(commit, digest);
  }
  for (const commit of history.commitsOf(freezeRecord)) {
    for (const digest of digestsOfRecord(history.fileAt(commit, freezeRecord))) note(commit, digest);
  }
  return commits;
}

function recordedIn(history: GitHistory, ledger: string): { commit: string; digest: string }[] {
  return history.commitsOf(ledger).flatMap((commit) => {
    const digest = parsed(history.fileAt(commit, ledger))?.preregistration?.digest;
    return typeof digest === "string" ? [{ commit, digest }] : [];
  });
}

/** Old versions of a file may be broken: then they are no evidence of anything. */
function digestsOfNotebook(text: string | null): string[] {
  try {
    return findPreregistration(parsed(text))?.links.map(({ digest }) => digest) ?? [];
  } catch {
    return [];
  }
}

function digestsOfRecord(text: string | null): string[] {
  const links = parsed(text)?.links;
  return Array.isArray(links) ? links.map((link) => link?.digest).filter((digest) => typeof digest === "string") : [];
}

// deno-lint-ignore no-explicit-any -- what lies in an old commit can be anything
function parsed(text: string | null): any {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function short(commit: string): string {
  return commit.slice(0, 9);
}

function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1…");
}
