import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { programSession } from "./program_session.ts";
import type { Subject } from "./subject.ts";
import type { Workload } from "./workload.ts";
import { writeWorkload } from "./workload_file.ts";

const FOLDER = fileURLToPath(new URL("./peers/", import.meta.url));

interface Peer {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Numbers of threads at which it is timed. */
  readonly threads: (workload: Workload) => readonly number[];
}

/** SciPy's sparse product has one thread whatever it may use; BLAS has several. */
const PEERS: readonly Peer[] = [
  {
    name: "numpy",
    program: "numpy_peer.py",
    args: [],
    threads: ({ model }) => model.visibleCount === null ? [1] : [1, 2],
  },
  { name: "jax", program: "jax_peer.py", args: [], threads: () => [1, 2] },
  { name: "jax-tuned", program: "jax_peer.py", args: ["tuned"], threads: () => [1, 2] },
  { name: "thrml", program: "thrml_peer.py", args: [], threads: () => [1, 2] },
];

/** The names of the peers. */
export const PEER_NAMES: readonly string[] = PEERS.map(({ name }) => name);

/** What the peers need. */
export interface PeerOptions {
  /** The Python that has their packages, or a function that makes it on first use. */
  readonly python: () => Promise<string>;
  /** Where workloads are written for them. */
  readonly folder: string;
  /** Processors that may be used: more threads are not asked for. */
  readonly cores: number;
  /** Kills their programs. */
  readonly signal?: AbortSignal;
}

/**
 * The peers: block Gibbs samplers in NumPy, in plain JAX with default settings ("jax") and with all that helps ("jax-tuned"), and
 * thrml, each at one thread and at two. Their threads are limited to so many processors by the system.
 *
 * @param options Python, folder, processors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const python = () => Promise.reject(new Error("no Python here"));
 * const [first] = peers({ python, folder: ".", cores: 2 });
 * assert.deepEqual([first!.kind, first!.name, first!.threads], ["peer", "numpy", 1]);
 * ```
 */
export function peers({ python, folder, cores, signal }: PeerOptions): readonly Subject[] {
  return PEERS.flatMap((peer) =>
    [1, 2].filter((threads) => threads <= cores).map((threads): Subject => ({
      kind: "peer",
      name: peer.name,
      threads,
      takes: (workload) => peer.threads(workload).includes(threads),
      open: async (workload) => {
        const from = join(folder, `${workload.name}.bin`), interpreter = await python();
        if (!existsSync(from)) writeWorkload(workload, from);
        // -B: no compiled files beside the sources.
        const args = ["-B", join(FOLDER, peer.program), from, String(threads), ...peer.args];
        return await programSession(interpreter, args, signal === undefined ? {} : { signal });
      },
    }))
  );
}
