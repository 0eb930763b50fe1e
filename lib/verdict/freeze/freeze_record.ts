import type { Amendment } from "../registration/amendment.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Preregistration, Verdict } from "../registration/preregistration.ts";

/** Rows on which a rule comes out PASS or FAIL: the proof that it can. */
export interface Witness {
  /** The id of the prediction or gate. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** In words, such as "every naiveOverlap at 2e-13". */
  readonly statement: string;
  readonly rows: readonly LedgerRow[];
}

/** How many altered rules the witnesses tell from the registered ones. */
export interface MutantSummary {
  readonly count: number;
  readonly changed: number;
  /** Those that change no verdict, each with the reason, such as that they are the same rule in other words. */
  readonly survivors: readonly { readonly rule: string; readonly mutant: string; readonly reason: string }[];
}

/** One frozen cell: the registration or an amendment. */
export interface FrozenLink {
  /** Digest of the cell. */
  readonly digest: string;
  /** Seal of the link before, null for the registration. */
  readonly previous: string | null;
  /** Version of the library that froze it. */
  readonly libraryVersion: string;
  readonly seeds: Readonly<Record<string, number>>;
  /** The cell's source. */
  readonly source: string;
  /** The amendment, null for the registration. */
  readonly amendment: Amendment | null;
  /** The registration as it stands from this link on. */
  readonly registration: Preregistration;
  /** What the examination found; null for a link that was already superseded when it was frozen. */
  readonly examination: Examination | null;
  /** SHA-256 over the canonical JSON (RFC 8785) of this link without its seal, as "sha256:…". */
  readonly seal: string;
}

/** What freezing has proved of a registration: each rule can pass, can fail and can be resolved. */
export interface Examination {
  readonly witnesses: readonly Pick<Witness, "rule" | "verdict" | "statement">[];
  readonly mutants: MutantSummary;
}

/** The frozen pre-registration of an experiment, `data/preregistrations/EXPERIMENT.json`; links are only ever added. */
export interface FreezeRecord {
  readonly schemaVersion: 1;
  readonly experiment: string;
  readonly links: readonly FrozenLink[];
}
