import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { curieWeiss } from "../../../lib/model/curie_weiss.ts";
import { weightsDigest } from "../../../lib/model/weights_digest.ts";
import { withCouplings } from "../../../lib/model/with_parameters.ts";
import { createLedger } from "../../../lib/verdict/run/create_ledger.ts";

const folder = mkdtempSync(join(tmpdir(), "thermolab-weights-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function savedWeights(digests: readonly string[]): Promise<string | null> {
  const ledger = createLedger({ registration: null, path: join(folder, "ledger.json") });
  for (const digest of digests) ledger.useWeights(digest);
  return (await ledger.save()).digests.weights;
}

test("useWeights() puts the digest of the models into the ledger, in order", async () => {
  const one = weightsDigest(curieWeiss(3, 1)), two = weightsDigest(curieWeiss(3, 2));
  expect(await savedWeights([])).toBeNull();
  expect(await savedWeights([one])).toBe(one);
  const both = await savedWeights([one, two]);
  expect(both).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await savedWeights([two, one])).not.toBe(both);
});

test("useWeights() refuses what is no digest", () => {
  expect(() => createLedger({ registration: null }).useWeights("weights")).toThrow(
    /Noting the weights "weights" failed/,
  );
});

test("weightsDigest() changes with one coupling in its last bit", () => {
  const model = curieWeiss(4, 1);
  const couplings = model.couplings.slice();
  couplings[2] = couplings[2]! * (1 + 2 ** -52);
  expect(weightsDigest(withCouplings(model, couplings))).not.toBe(weightsDigest(model));
});
