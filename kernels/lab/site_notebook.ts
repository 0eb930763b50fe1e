import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { InputError } from "../../lib/errors.ts";
import {
  compareEvaluations,
  evaluate,
  findPreregistration,
  type FoundPreregistration,
  type Ledger,
  readLedger,
} from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";
import type { SiteFile, SiteNotebook } from "../site/mod.ts";
import { checkNotebook } from "./check_notebook.ts";
import type { NotebookPlace } from "./find_notebooks.ts";
import { oneLine } from "./one_line.ts";
import { freezePath, recordPath, ROOT } from "./repository.ts";

/** A notebook for a site, and what its check has found. */
export interface CheckedSiteNotebook {
  readonly notebook: SiteNotebook;
  /** One line per contradiction. */
  readonly problems: readonly string[];
}

/**
 * A notebook with its ledger and freeze record, as they lie on the disk, and with what a check without a run says of them. A registration
 * that nothing answers yet is judged on no rows: each of its rules is not checked, and says why.
 *
 * @param place Where the notebook is.
 * @param document The notebook.
 * @param text The same as it lies there.
 */
export async function siteNotebook(
  place: NotebookPlace,
  document: NotebookDocument,
  text: string,
): Promise<CheckedSiteNotebook> {
  const found = registrationOf(document), ledgerAt = ledgerPath(place), freezeAt = freezePath(place.path);
  const ledger = ledgerAt === null ? null : await ledgerOf(ledgerAt);
  const checked = await checkNotebook(place, document, null);
  const problems = [...checked.problems, ...verdictProblems(ledger)].map((problem) => withoutFolders(problem, place));
  const drafted = checked.draft ? ["a draft: neither frozen nor recorded"] : [];
  const notChecked = [...drafted, ...checked.notChecked.map(({ message }) => withoutFolders(message, place))];
  const status = problems.length > 0 ? "fails" : checked.draft ? "not-checked" : checked.status;
  // Where nothing is registered or recorded, nothing has been checked that could hold.
  const silent = status === "holds" && ledger === null;
  const notebook: SiteNotebook = {
    name: place.name,
    document,
    notebook: { ending: ".ipynb", text },
    ...(ledgerAt === null ? {} : { ledger: fileAt(ledgerAt, basename(ledgerAt).slice(place.name.length)) }),
    ...(existsSync(freezeAt) ? { freeze: fileAt(freezeAt, ".freeze.json") } : {}),
    facts: ledger ?? unanswered(found),
    ...(silent ? {} : { check: { status, problems, notChecked } }),
  };
  return { notebook, problems };
}

function registrationOf(document: NotebookDocument): FoundPreregistration | null {
  try {
    return findPreregistration(document);
  } catch (error) {
    // The check tells it.
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The record, else what a run has left beside the notebook that it has written. */
function ledgerPath({ path, name }: NotebookPlace): string | null {
  const beside = ["full", "quick"].map((mode) => join(dirname(path), `${name}.${mode}.json`));
  return [recordPath(path, "full"), ...beside].find((candidate) => existsSync(candidate)) ?? null;
}

async function ledgerOf(path: string): Promise<Ledger | null> {
  try {
    return await readLedger(path);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Where a ledger's verdict does not follow from its rows. */
function verdictProblems(ledger: Ledger | null): string[] {
  if (ledger === null || ledger.verdict === null || ledger.preregistration === null) return [];
  const recomputed = evaluate(ledger.preregistration.registration, ledger.rows, ledger.mode);
  return compareEvaluations(ledger.verdict, recomputed).map(({ message }) => message);
}

function unanswered(found: FoundPreregistration | null): unknown {
  if (found === null) return null;
  const { digest, registration } = found;
  return { preregistration: { digest, registration }, verdict: evaluate(registration, [], "full") };
}

function fileAt(path: string, ending: string): SiteFile {
  return { ending, text: readFileSync(path, "utf8") };
}

/** Readers of a site need not know where its author keeps the files. */
function withoutFolders(message: string, { path }: NotebookPlace): string {
  return [ROOT, dirname(path)].reduce((text, folder) => text.replaceAll(`${folder}${sep}`, ""), oneLine(message));
}
