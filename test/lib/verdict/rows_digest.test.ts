import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completeLedger } from "../../../lib/verdict/ledger/complete_ledger.ts";
import { readLedger } from "../../../lib/verdict/ledger/ledger_file.ts";
import { formatLedger } from "../../../lib/verdict/ledger/ledger_text.ts";
import { rowsDigest } from "../../../lib/verdict/ledger/rows_digest.ts";
import { row } from "./fixtures.ts";
import { DIGEST, gap, openUnder } from "./journal_fixture.ts";

test("rowsDigest() is SHA-256 over the canonical JSON of the rows", () => {
  const json = '[{"id":"gap(m=4)","mcse":null,"measure":"gap","n":1,"params":{"m":4},"reason":null,"status":"ok",' +
    '"unit":"1","value":0.25}]';
  expect(rowsDigest([row("gap", { m: 4 }, 0.25)])).toBe(`sha256:${createHash("sha256").update(json).digest("hex")}`);
});

test("rowsDigest() changes with every field and with the order, not with wall-clock rows nor the order of keys", () => {
  const rows = [row("gap", { m: 4, k: 1 }, 0.25), row("tau", {}, 3)];
  const digest = rowsDigest(rows);
  const changes = [
    { value: 0.25 + 2 ** -54 },
    { mcse: 0 },
    { n: 2 },
    { unit: "2" },
    { source: "a page" },
    { adequacy: { tau: 1 } },
    { status: "censored" as const, reason: "short" },
  ];
  for (const change of changes) expect(rowsDigest([{ ...rows[0]!, ...change }, rows[1]!])).not.toBe(digest);
  expect(rowsDigest(rows.toReversed())).not.toBe(digest);
  expect(rowsDigest([rows[0]!, row("projectedSeconds", {}, Math.PI, { unit: "s" }), rows[1]!])).toBe(digest);
  expect(rowsDigest([{ ...rows[0]!, params: { k: 1, m: 4 } }, rows[1]!])).toBe(digest);
});

test("the saved, read, completed and written ledger keeps its digest, inputs and sealed numbers", async () => {
  const ledger = openUnder();
  ledger.record(gap(4));
  ledger.uses("01-other", DIGEST);
  const saved = await ledger.save();
  expect(saved.rowsDigest).toBe(rowsDigest(saved.rows));
  const number = { cell: 2, output: null, index: 0, text: "0.25", source: null, row: "gap(m=4)" };
  const complete = completeLedger(saved, { prose: [number] });
  expect([complete.rowsDigest, complete.inputs, complete.prose]).toEqual([saved.rowsDigest, saved.inputs, [number]]);
  const text = formatLedger(complete);
  writeFileSync(ledger.path, text);
  expect(formatLedger(await readLedger(ledger.path))).toBe(text);
  expect(() => completeLedger(saved, { prose: [{ ...number, cell: -1 }] })).toThrow("prose[0].cell: expected a whole");
});

test("a ledger without the later fields is read as before", async () => {
  const ledger = openUnder();
  ledger.record(gap(4));
  await ledger.save();
  const { rowsDigest: _, ...old } = JSON.parse(readFileSync(ledger.path, "utf8"));
  const text = `${JSON.stringify(old, null, 2)}\n`;
  writeFileSync(ledger.path, text);
  expect(formatLedger(await readLedger(ledger.path))).toBe(text);
});
