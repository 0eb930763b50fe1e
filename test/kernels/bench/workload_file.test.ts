import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workloadBytes, writeWorkload } from "../../../kernels/bench/workload_file.ts";
import { createWorkload } from "../../../kernels/bench/workloads.ts";
import { ising } from "../../../lib/model/mod.ts";

test("workloadBytes() holds every field where its description says", () => {
  const model = ising({
    n: 4,
    edges: [[0, 3], [2, 1]],
    weights: [0.5, -2],
    biases: [1, 0, 0, -0.25],
    beta: 1.5,
    blocks: [[3, 2], [1, 0]],
  });
  const { buffer } = workloadBytes({ name: "small", model, chains: 5, grid: { width: 2, height: 2 } });
  const words = [...new Uint32Array(buffer)], floats = new Float32Array(buffer);
  expect(new TextDecoder().decode(buffer.slice(0, 4))).toBe("TLW1");
  expect(words.slice(1, 8)).toEqual([4, 2, 2, 5, 0, 2, 2]);
  expect(floats[8]).toBe(1.5);
  expect(words.slice(9, 13)).toEqual([...model.graph.from, ...model.graph.to]);
  expect([...floats.slice(13, 19)]).toEqual([0.5, -2, 1, 0, 0, -0.25]);
  expect(words.slice(19)).toEqual([2, 2, 3, 2, 1, 0]);
});

test("workloadBytes() loses nothing of a workload's numbers", () => {
  const workload = createWorkload("open-60"), { couplings, biases } = workload.model;
  const floats = new Float32Array(workloadBytes(workload).buffer, 4 * (9 + 2 * couplings.length));
  expect([...floats.subarray(0, couplings.length)]).toEqual([...couplings]);
  expect([...floats.subarray(couplings.length, couplings.length + 3600)]).toEqual([...biases!]);
});

test("writeWorkload() leaves one whole file", () => {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
  const workload = createWorkload("single-chain");
  writeWorkload(workload, join(folder, "w.bin"));
  expect(readdirSync(folder)).toEqual(["w.bin"]);
  expect(new Uint8Array(readFileSync(join(folder, "w.bin")))).toEqual(workloadBytes(workload));
  rmSync(folder, { recursive: true });
});
