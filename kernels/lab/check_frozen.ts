import { existsSync } from "node:fs";
import { InputError } from "../../lib/errors.ts";
import {
  type FoundPreregistration,
  type FreezeRecord,
  frozenDifferences,
  type Ledger,
  readFreezeRecord,
} from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";
import { shortPath } from "./find_notebooks.ts";
import type { Findings, NotChecked } from "./findings.ts";
import { freezeOrder } from "./freeze_order.ts";
import { freezePath, recordPath } from "./repository.ts";

/** What is compared with the freeze record. */
export interface FrozenCheck {
  /** The notebook's file. */
  readonly path: string;
  readonly document: NotebookDocument;
  /** The registration with all amendments; `null` where there is none or it cannot be read. */
  readonly found: FoundPreregistration | null;
  /** The recorded ledger; `null` where there is none or it cannot be read. */
  readonly ledger: Ledger | null;
}

/**
 * Whether a notebook's registration is the frozen one, and was committed before the results that answer it.
 *
 * @param check The notebook and its ledger.
 */
export async function frozenFindings({ path, document, found, ledger }: FrozenCheck): Promise<Findings> {
  const recordAt = freezePath(path), frozen = existsSync(recordAt);
  if (found === null && !frozen) return { problems: [], notChecked: [] };
  const problems: string[] = [], notChecked: NotChecked[] = [];
  let record: FreezeRecord | null = null;
  if (!frozen) {
    const message = `the pre-registration was never frozen: there is no "${shortPath(recordAt)}"; lab freeze makes it`;
    notChecked.push({ id: "freeze", message });
  } else {
    try {
      record = await readFreezeRecord(recordAt);
      problems.push(...differencesFrom(record, document), ...unfrozen(record, found));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }
  const order = freezeOrder({
    notebook: path,
    freezeRecord: recordAt,
    ledger: recordPath(path, "full"),
    digests: [...(record?.links ?? []), ...(found?.links ?? [])].map(({ digest }) => digest),
    answered: ledger?.preregistration?.digest ?? null,
  });
  problems.push(...order.problems);
  // Without results there is no order yet.
  if (order.notChecked !== null && ledger !== null) {
    notChecked.push({
      id: "order",
      message: `that the freeze precedes the results is NOT CHECKED: ${order.notChecked}`,
    });
  }
  return { problems, notChecked };
}

function differencesFrom(record: FreezeRecord, document: NotebookDocument): string[] {
  return frozenDifferences(document, record).map(({ cell, message }) =>
    cell === null ? message : `cell ${cell + 1} (pre-registration): ${message}`
  );
}

function unfrozen(record: FreezeRecord, found: FoundPreregistration | null): string[] {
  return (found?.links ?? []).slice(record.links.length).map(({ cell }) =>
    `cell ${cell + 1} (amendment): it is not frozen; lab freeze adds it to the record`
  );
}
