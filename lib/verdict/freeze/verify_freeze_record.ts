import canonicalize from "canonicalize";
import { InputError } from "../../errors.ts";
import type { FreezeRecord } from "./freeze_record.ts";
import { readChain } from "../registration/registration_chain.ts";
import { registrationDifferences } from "./registration_differences.ts";
import { sealOf } from "./seal.ts";
import { quoted } from "../data/shape.ts";

/**
 * Whether a freeze record is what freezing wrote: every seal, digest, amendment, registration and seed is made again from
 * the sources of the cells, and each link must follow the one before it.
 *
 * @param record a record of the right shape (see {@link checkFreezeRecord}).
 * @returns one sentence per problem, with the link and the field; none when the record holds. A chain that turns back on
 * itself is called cyclic.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const link = { source: "let plan;", previous: null, seal: "sha256:…", registration: { experiment: "a" } };
 * const problems = verifyFreezeRecord({ schemaVersion: 1, experiment: "a", links: [link] } as never);
 * assert.match(problems[0]!, /^link 1: its seal is "sha256:…", its content gives "sha256:[0-9a-f]{64}"/);
 * ```
 */
export function verifyFreezeRecord(record: FreezeRecord): string[] {
  return [...sealProblems(record), ...contentProblems(record)];
}

function sealProblems({ experiment, links }: FreezeRecord): string[] {
  return links.flatMap((link, i) => {
    const problems: string[] = [];
    const differ = (field: string, has: unknown, needs: unknown, why: string): void => {
      if (canonicalize(has) === canonicalize(needs)) return;
      problems.push(`link ${i + 1}: its ${field} is ${JSON.stringify(has)}, ${why} ${JSON.stringify(needs)}`);
    };
    differ("seal", link.seal, sealOf(link), "its content gives");
    const onwards = links.findIndex(({ seal }, j) => j >= i && seal === link.previous);
    if (onwards >= 0) {
      const which = onwards === i ? "itself" : `link ${onwards + 1}, which stands behind it`;
      problems.push(`link ${i + 1}: the chain is cyclic, its previous link is ${which}`);
    } else differ("previous", link.previous, links[i - 1]?.seal ?? null, "the link before has the seal");
    differ("experiment", link.registration.experiment, experiment, "the record's is");
    return problems;
  });
}

/** What does not follow from the sources. */
function contentProblems({ links }: FreezeRecord): string[] {
  try {
    return readChain(links.map(({ source }, i) => ({ cell: i, source }))).flatMap((made, i) => {
      const link = links[i]!;
      const problems = registrationDifferences(made, link).map(({ path, frozen, current }) =>
        `${path} is ${quoted(current)}, its source gives ${quoted(frozen)}`
      );
      const { registration, amendment } = link;
      if (problems.length === 0 && canonicalize(registration) !== canonicalize(made.registration)) {
        problems.push("its registration is not what its source gives");
      }
      if ((amendment === null) !== (made.amendment === null)) {
        problems.push("its amendment is not what its source gives");
      }
      if (link.digest !== made.digest) {
        problems.push(`its digest is ${JSON.stringify(link.digest)}, its source gives ${JSON.stringify(made.digest)}`);
      }
      if (canonicalize(link.seeds) !== canonicalize(made.registration.seeds)) {
        problems.push("its seeds are not those of its registration");
      }
      return problems.map((problem) => `link ${i + 1}: ${problem}`);
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [`the sources of its links are no chain (cells counted as links): ${error.message}`];
  }
}
