"""Block Gibbs sampling in plain JAX, compiled: one program of many sweeps, all chains at once, float32.

Several formulations are tried and the fastest is kept: rows of neighbours gathered with chains innermost, grids shifted, a
dense product; and two generators of random bits. With a third argument `tuned` also settings that few know: Threefry that
uses both words of its blocks, and 512-bit vectors, which XLA avoids by itself.
"""

from peer import converse, nanoseconds

import os  # noqa: E402
import sys  # noqa: E402

import numpy as np  # noqa: E402

TUNED = sys.argv[3:] == ["tuned"]
if TUNED:
    os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_prefer_vector_width=512"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
from jax import lax  # noqa: E402


def padded(workload):
    """For each block: neighbours and weights of its spins, filled up with spin 0 at weight 0."""
    neighbours = [[] for _ in range(workload.n)]
    for i, j, w in zip(workload.start.tolist(), workload.end.tolist(), workload.couplings.tolist()):
        neighbours[i].append((j, w))
        neighbours[j].append((i, w))
    position = np.empty(workload.n, dtype=np.int64)
    position[np.concatenate(workload.blocks)] = np.arange(workload.n)
    for block in workload.blocks:
        degree = max(len(neighbours[i]) for i in block)
        index = np.zeros((len(block), degree), dtype=np.int32)
        weight = np.zeros((len(block), degree), dtype=np.float32)
        for row, i in enumerate(block):
            for k, (j, w) in enumerate(neighbours[i]):
                index[row, k], weight[row, k] = position[j], w
        yield index, weight


def new_spins(key, fields):
    """Spins +-1 with P(+1) = sigmoid(fields)."""
    uniforms = jax.random.uniform(key, fields.shape, dtype=jnp.float32)
    return jnp.where(uniforms < jax.nn.sigmoid(fields), jnp.float32(1), jnp.float32(-1))


def by_rows(workload, loop):
    """State: spins in the order of the sweep x chains. Fields by gathering rows, all at once or neighbour by neighbour."""
    scale = 2 * workload.beta
    parts, start = [], 0
    for block, (index, weight) in zip(workload.blocks, padded(workload)):
        biases = jnp.asarray(scale * workload.biases[block], dtype=jnp.float32)[:, None]
        parts.append((start, jnp.asarray(index), jnp.asarray(scale * weight), biases))
        start += len(block)

    def sweep(key, x):
        for k, (start, index, weight, biases) in enumerate(parts):
            if loop:
                fields = biases
                for d in range(index.shape[1]):
                    fields = fields + weight[:, d, None] * x[index[:, d]]
            else:
                fields = biases + jnp.einsum("nd,ndc->nc", weight, x[index])
            x = lax.dynamic_update_slice(x, new_spins(jax.random.fold_in(key, k), fields), (start, 0))
        return x

    order = np.concatenate(workload.blocks)

    def spins(x):
        out = np.empty(x.shape, dtype=np.float32)
        out[order] = np.asarray(x)
        return out

    return sweep, (workload.n, workload.chains), spins


def by_shifts(workload):
    """State: colour x height x half the width x chains of a checkerboard. Fields by shifting the other colour's grid once
    for every difference that edges have, around the ends: where a grid is open the weights there are 0.
    """
    height, half = workload.height, workload.width // 2
    scale = np.float32(2 * workload.beta)
    row, column = np.divmod(np.arange(workload.n), workload.width)
    place, colour = column // 2, (row + column) % 2

    def symmetric(difference, size):
        return (difference + size // 2) % size - size // 2

    planes = [{}, {}]
    both = np.concatenate
    pairs = zip(both([workload.start, workload.end]), both([workload.end, workload.start]))
    for (i, j), w in zip(pairs, np.tile(workload.couplings, 2)):
        shift = (int(symmetric(row[j] - row[i], height)), int(symmetric(place[j] - place[i], half)))
        plane = planes[colour[i]].setdefault(shift, np.zeros((height, half, 1), dtype=np.float32))
        plane[row[i], place[i], 0] += scale * w
    planes = [[(shift, jnp.asarray(plane)) for shift, plane in sorted(part.items())] for part in planes]
    biases = np.zeros((2, height, half, 1), dtype=np.float32)
    biases[colour, row, place, 0] = scale * workload.biases
    biases = jnp.asarray(biases)
    edge = [max(abs(shift[axis]) for part in planes for shift, _ in part) for axis in (0, 1)]
    margins = ((edge[0], edge[0]), (edge[1], edge[1]), (0, 0))
    order = [int(colour[block[0]]) for block in workload.blocks]

    def sweep(key, x):
        for k in order:
            other = jnp.pad(x[1 - k], margins, mode="wrap")
            fields = biases[k]
            for (down, right), plane in planes[k]:
                at = (edge[0] + down, edge[1] + right, 0)
                end = (at[0] + height, at[1] + half, workload.chains)
                fields = fields + plane * lax.slice(other, at, end)
            x = x.at[k].set(new_spins(jax.random.fold_in(key, k), fields))
        return x

    return sweep, (2, height, half, workload.chains), lambda x: np.asarray(x)[colour, row, place]


def checkerboard(workload):
    """Whether the blocks are the two colours of a checkerboard whose rows have an even width."""
    if workload.width == 0 or workload.width % 2 == 1 or len(workload.blocks) != 2:
        return False
    row, column = np.divmod(np.arange(workload.n), workload.width)
    return all(len(set(((row + column) % 2)[block].tolist())) == 1 for block in workload.blocks)


def by_product(workload):
    """State: chains x spins of a complete bipartite model. Fields by a matrix product."""
    visible, hidden = workload.visible, workload.n - workload.visible
    weights = np.zeros((visible, hidden), dtype=np.float32)
    weights[workload.start, workload.end - visible] = 2 * workload.beta * workload.couplings
    weights = jnp.asarray(weights)
    biases = jnp.asarray(2 * workload.beta * workload.biases, dtype=jnp.float32)

    def sweep(key, x):
        h = x[:, visible:]
        v = new_spins(jax.random.fold_in(key, 0), h @ weights.T + biases[:visible])
        h = new_spins(jax.random.fold_in(key, 1), v @ weights + biases[visible:])
        return jnp.concatenate([v, h], axis=1)

    return sweep, (workload.chains, workload.n), lambda x: np.asarray(x).T


class Sampler:
    def __init__(self, formulation, generator):
        sweep, self.shape, self.read = formulation
        self.generator = generator

        def many(key, x, count):
            return lax.fori_loop(0, count, lambda t, x: sweep(jax.random.fold_in(key, t), x), x)

        # The number of sweeps is an argument of the compiled program: any number, compiled once.
        self.many = jax.jit(many, donate_argnums=1)

    def reset(self, seed):
        self.key = jax.random.key(seed, impl=self.generator)
        self.key, start = jax.random.split(self.key)
        self.state = jax.random.rademacher(start, self.shape, dtype=jnp.float32)

    def sweep(self, count):
        self.key, key = jax.random.split(self.key)
        self.state = self.many(key, self.state, count).block_until_ready()

    def spins(self):
        return self.read(self.state)


def make(workload):
    if workload.dense:
        formulations = {"dense product": by_product(workload)}
    else:
        formulations = {
            "gathered rows, chains innermost": by_rows(workload, loop=False),
            "gathered rows neighbour by neighbour, chains innermost": by_rows(workload, loop=True),
        }
        if checkerboard(workload):
            formulations["shifted grids of a colour, chains innermost"] = by_shifts(workload)
    jax.config.update("jax_threefry_partitionable", not TUNED)
    tried = []
    for name, formulation in formulations.items():
        for generator in ("threefry2x32", "rbg"):
            sampler = Sampler(formulation, generator)
            sampler.reset(1)
            time = min(nanoseconds(sampler, workload, 20 if workload.chains > 1 else 200) for _ in range(3))
            tried.append((time, f"{name}, {generator}", sampler))
    time, text, sampler = min(tried, key=lambda entry: entry[0])
    others = "; ".join(f"{other} {slower / time:.2f} times as long" for slower, other, _ in tried if other != text)
    return sampler, f"{text}, float32 ({others})"


if __name__ == "__main__":
    converse("jax-tuned" if TUNED else "jax", jax.__version__, make)
