import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, describe, expect, test } from "vitest";
import { judgeLaws } from "../../../kernels/bench/law.ts";
import { ownSubjects } from "../../../kernels/bench/own_subjects.ts";
import { installedPeerPython } from "../../../kernels/bench/peer_environment.ts";
import { PEER_NAMES, peers } from "../../../kernels/bench/peers.ts";
import type { MeanEnergy, Subject } from "../../../kernels/bench/subject.ts";
import type { Workload } from "../../../kernels/bench/workload.ts";
import { gridPreset } from "../../../lib/graph/mod.ts";
import { ising, rbm, withBeta } from "../../../lib/model/mod.ts";
import { createStream } from "../../../lib/random/mod.ts";

const python = installedPeerPython(process.env["THERMOLAB_PEERS_DIR"] || undefined);
if (python === null) {
  console.log(
    "NOT RUN: laws of thrml, JAX and NumPy on small models: no environment of lab bench --peers on this computer",
  );
}

const folder = mkdtempSync(join(tmpdir(), "thermolab-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = createStream(31, "test");
const normals = (count: number, spread: number): number[] =>
  Array.from({ length: count }, () => Math.fround(spread * random.gaussian()));

function grid(name: "8_8" | "open-8"): Workload {
  const graph = gridPreset("8_8", name === "8_8" ? "torus" : "open");
  const weights = normals(graph.from.length, 0.3), biases = normals(64, 0.1);
  const model = ising({ graph, weights, biases, beta: 1, blocks: graph.blocks });
  return { name, model, chains: 128, grid: { width: 8, height: 8 } };
}

const WORKLOADS: readonly Workload[] = [
  grid("8_8"),
  grid("open-8"),
  {
    name: "rbm",
    model: rbm({ weights: Array.from({ length: 12 }, () => normals(7, 0.4)), beta: 1 }),
    chains: 128,
    grid: null,
  },
  // Blocks of several sizes, degrees from 0 on, one chain.
  {
    name: "path",
    model: ising({
      n: 5,
      edges: [[0, 1], [1, 2], [0, 2]],
      weights: [1, -0.5, 0.75],
      biases: normals(5, 0.5),
      beta: 0.75,
    }),
    chains: 1,
    grid: null,
  },
];

async function law(subject: Subject, workload: Workload): Promise<MeanEnergy> {
  const session = await subject.open(workload);
  try {
    return await session.law();
  } finally {
    await session.close();
  }
}

// The peers' seeds and ours are fixed, so for given versions the tests always end the same way; with others, a right sampler is
// beyond six errors about once in ten million.
describe.skipIf(python === null)("peers()", () => {
  test.each(WORKLOADS)("peers() sample the law of the reference backend on $name", async (workload) => {
    const all = peers({ python: () => Promise.resolve(python!), folder, cores: 1 });
    const [reference] = ownSubjects(1);
    // The sixth: a law that is not theirs.
    const hot = { ...workload, name: "hot", model: withBeta(workload.model, 2 * workload.model.beta) };
    const energies = [await law(reference!, workload)];
    for (const peer of all) energies.push(await law(peer, workload));
    energies.push(await law(reference!, hot));
    expect(all.map(({ name }) => name)).toEqual(PEER_NAMES);
    expect(judgeLaws(energies)).toEqual([...energies.slice(1).map(() => "agrees"), "WRONG LAW"]);
  }, 600_000);
});
