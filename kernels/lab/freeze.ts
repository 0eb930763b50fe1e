import { existsSync } from "node:fs";
import { InputError } from "../../lib/errors.ts";
import {
  type Examination,
  type Freeze,
  freezeRegistration,
  type Preregistration,
  readFreezeRecord,
  writeFreezeRecord,
} from "../../lib/verdict/mod.ts";
import { parseArguments } from "./arguments.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { findNotebooks, type NotebookFile, shortPath } from "./find_notebooks.ts";
import { versions } from "./machine.ts";
import { freezePath, ROOT } from "./repository.ts";

/** One notebook's registration, frozen in memory. */
interface Frozen extends Freeze {
  readonly name: string;
  readonly path: string;
}

/**
 * `lab freeze`, with the examination that each registration must stand.
 *
 * @param examine Proves each rule of a registration, or throws an InputError with what it refuses.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const freeze = freezeCommand(() => ({ witnesses: [], mutants: { count: 0, changed: 0, survivors: [] } }));
 * await assert.rejects(freeze.run([], {} as never), /lab freeze 05/);
 * ```
 */
export function freezeCommand(examine: (registration: Preregistration) => Examination): Command {
  return {
    usage: `Usage: lab freeze EXP… [--json]

Seals the pre-registration of each notebook with its amendments, before the run: digest, seeds and version of the library,
into data/preregistrations/ (for a notebook of your own, preregistrations/ beside it). Commit that file before the run.
Refused are rules that cannot fail, cannot pass or cannot be resolved, readings outside the registered crossings, decision
tables that overlap or leave something over, and any change of what was frozen before: that needs an amendment.
EXP is a number (05), a notebook's name, or the path of any notebook.

  --json  print one JSON object

Exit codes: 0 frozen, now or before · 64 refused, or bad input; nothing is written then`,
    async run(args, terminal) {
      const parsed = parseArguments("freeze", args, { "--json": "switch" });
      if (parsed.positionals.length === 0) {
        throw new InputError('Cannot tell what to freeze: give a number, a name or a path, as in "lab freeze 05"');
      }
      const all: Frozen[] = [];
      for (const notebook of findNotebooks(parsed.positionals)) all.push(await frozen(notebook, examine));
      // Nothing is written before all have passed.
      for (const { added, path, record } of all) if (added > 0) await writeFreezeRecord(path, record);
      if (parsed.has("--json")) terminal.out(`${JSON.stringify({ experiments: all.map(asJson) }, null, 2)}\n`);
      else all.forEach((one) => print(one, terminal));
      return EXIT.ok;
    },
  };
}

async function frozen(
  { path, name, preregistration }: NotebookFile,
  examine: (registration: Preregistration) => Examination,
): Promise<Frozen> {
  if (preregistration === null) {
    throw new InputError(
      `Cannot freeze "${shortPath(path)}": no cell is tagged "preregistration"; write the registration into one`,
    );
  }
  const recordPath = freezePath(path);
  const libraryVersion = versions(ROOT)["thermolab"]!;
  try {
    const existing = existsSync(recordPath) ? await readFreezeRecord(recordPath) : null;
    const freeze = freezeRegistration({ found: preregistration, existing, libraryVersion, examine });
    return { ...freeze, name, path: recordPath };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`Cannot freeze "${shortPath(path)}": ${error.message}`, { cause: error });
  }
}

function print({ name, path, record, added }: Frozen, { out }: Terminal): void {
  const head = record.links.at(-1)!, count = record.links.length;
  out(`${name} ${added > 0 ? "is frozen" : "is already frozen"}: ${head.digest}\n`);
  out(`  ${count} ${count === 1 ? "link" : "links"}, ${added} new: the registration${amendments(count - 1)}\n`);
  const witnesses = head.examination?.witnesses ?? [];
  for (const rule of new Set(witnesses.map(({ rule }) => rule))) {
    const of = witnesses.filter((witness) => witness.rule === rule);
    out(`  ${rule}: ${of.map(({ verdict, statement }) => `${verdict} on ${statement}`).join("; ")}\n`);
  }
  if (head.examination !== null) {
    const { count, changed, survivors } = head.examination.mutants;
    out(`  mutants: ${changed} of ${count} change a verdict${survivors.length > 0 ? "; survivors:" : ""}\n`);
    for (const { rule, mutant, reason } of survivors) out(`    ${rule}: ${mutant} (${reason})\n`);
  }
  out(`  ${shortPath(path)}${added > 0 ? ": commit this file before the run" : ""}\n`);
}

function amendments(count: number): string {
  return count === 0 ? "" : ` and ${count} ${count === 1 ? "amendment" : "amendments"}`;
}

function asJson({ name, path, record, added }: Frozen): object {
  const head = record.links.at(-1)!;
  return {
    id: name,
    status: added > 0 ? "frozen" : "already-frozen",
    digest: head.digest,
    links: record.links.length,
    added,
    path: shortPath(path),
    witnesses: head.examination?.witnesses ?? [],
    mutants: head.examination?.mutants ?? null,
  };
}
