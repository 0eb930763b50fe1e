import {
  type Downloads,
  type Facts,
  factsOf,
  inWords,
  type PageCheck,
  type PageTitle,
  pageTitle,
  verdictFacts,
  type VerdictRow,
} from "../page/mod.ts";
import type { SiteNotebook } from "./site_notebook.ts";

/** What the board tells of one notebook. */
export interface BoardEntry {
  readonly title: PageTitle;
  /** The page's address. */
  readonly href: string;
  readonly downloads: Downloads;
  /** The registered question. */
  readonly question: string | null;
  readonly outcome: string | null;
  readonly mode: string | null;
  /** The day on which the run ended, as 2026-01-31. */
  readonly day: string | null;
  readonly predictions: readonly VerdictRow[];
  readonly gates: readonly VerdictRow[];
  readonly check: PageCheck | null;
}

/** A notebook as the board tells it. */
export function boardEntry(notebook: SiteNotebook, href: string, downloads: Downloads): BoardEntry {
  const facts = factsOf(notebook.facts);
  const { outcome, predictions, gates } = verdictFacts(facts);
  const registration = factsOf(factsOf(facts["preregistration"])["registration"]);
  return {
    title: pageTitle(notebook.document, notebook.name),
    href,
    downloads,
    question: wordOf(registration, "question"),
    outcome,
    mode: wordOf(facts, "mode"),
    day: /^\d{4}-\d\d-\d\d/.exec(String(facts["finishedAt"] ?? ""))?.[0] ?? null,
    predictions,
    gates,
    check: notebook.check ?? null,
  };
}

function wordOf(facts: Facts, key: string): string | null {
  const value = facts[key];
  return value === undefined || value === null ? null : inWords(value);
}
