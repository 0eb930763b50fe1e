"""Block Gibbs sampling by thrml's own interface: an IsingEBM, its sampling program over the workload's blocks, states and
schedule as in its documentation, chains by vmap, compiled.
"""

from peer import converse

import importlib.metadata  # noqa: E402

import numpy as np  # noqa: E402

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
from thrml import Block, SamplingSchedule, SpinNode, sample_states  # noqa: E402
from thrml.models import IsingEBM, IsingSamplingProgram  # noqa: E402


class Sampler:
    def __init__(self, workload):
        self.workload = workload
        nodes = [SpinNode() for _ in range(workload.n)]
        edges = [(nodes[i], nodes[j]) for i, j in zip(workload.start, workload.end)]
        model = IsingEBM(
            nodes, edges, jnp.asarray(workload.biases), jnp.asarray(workload.couplings), jnp.array(workload.beta)
        )
        self.blocks = [Block([nodes[i] for i in block]) for block in workload.blocks]
        self.program = IsingSamplingProgram(model, self.blocks, clamped_blocks=[])
        self.compiled = {}

    def reset(self, seed):
        self.key, *keys = jax.random.split(jax.random.key(seed), 1 + len(self.blocks))
        self.state = [
            jax.random.bernoulli(key, 0.5, (self.workload.chains, len(block.nodes)))
            for key, block in zip(keys, self.blocks)
        ]

    def sweep(self, count):
        if count not in self.compiled:
            # The one sample comes right after the warm-up, so the warm-up is all the sweeps.
            schedule = SamplingSchedule(n_warmup=count, n_samples=1, steps_per_sample=1)

            def run(key, *state):
                samples = sample_states(key, self.program, schedule, list(state), [], self.blocks)
                return [sample[0] for sample in samples]

            self.compiled[count] = jax.jit(jax.vmap(run))
        self.key, key = jax.random.split(self.key)
        keys = jax.random.split(key, self.workload.chains)
        self.state = jax.block_until_ready(self.compiled[count](keys, *self.state))

    def spins(self):
        spins = np.empty((self.workload.n, self.workload.chains), dtype=np.float32)
        for block, state in zip(self.workload.blocks, self.state):
            spins[block] = 2 * np.asarray(state, dtype=np.float32).T - 1
        return spins


def make(workload):
    return Sampler(workload), f"IsingSamplingProgram, vmap over chains, jit, JAX {jax.__version__}"


if __name__ == "__main__":
    converse("thrml", importlib.metadata.version("thrml"), make)
