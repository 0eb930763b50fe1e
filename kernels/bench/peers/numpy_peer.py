"""Block Gibbs sampling in NumPy: chains innermost, spins in the order of the sweep, so that a block is a slice.

The fields of a block are a sparse matrix product (SciPy's CSR, one thread) or, for a dense model, a BLAS product.
"""

from peer import Workload, converse

import numpy as np  # noqa: E402


class Sampler:
    def __init__(self, workload: Workload):
        self.n, self.chains = workload.n, workload.chains
        self.order = np.concatenate(workload.blocks)
        scale = np.float32(2 * workload.beta)
        matrix = workload.matrix()[self.order][:, self.order].astype(np.float32) * scale
        self.blocks = []
        start = 0
        for block in workload.blocks:
            end = start + len(block)
            rows = matrix[start:end]
            if workload.dense:
                columns = slice(end, self.n) if start == 0 else slice(0, start)
                rows = np.ascontiguousarray(rows[:, columns].toarray())
            else:
                columns = slice(0, self.n)
            biases = (scale * workload.biases[self.order[start:end]])[:, None]
            self.blocks.append((slice(start, end), rows, columns, biases))
            start = end

    def reset(self, seed):
        self.random = np.random.Generator(np.random.SFC64(seed))
        start = self.random.integers(0, 2, (self.n, self.chains)).astype(np.float32)
        self.state = 2 * start - 1

    def sweep(self, count):
        x = self.state
        for _ in range(count):
            for rows, weights, columns, biases in self.blocks:
                fields = weights @ x[columns]
                fields += biases
                np.negative(fields, out=fields)
                # exp may overflow to infinity, whose probability 0 is right.
                np.exp(fields, out=fields)
                fields += 1
                uniforms = self.random.random(fields.shape, dtype=np.float32)
                uniforms *= fields
                # u < 1 / (1 + exp(-z)), without the division.
                np.less(uniforms, 1, out=x[rows], casting="unsafe")
                x[rows] *= 2
                x[rows] -= 1

    def spins(self):
        spins = np.empty_like(self.state)
        spins[self.order] = self.state
        return spins


def make(workload):
    import scipy

    np.seterr(over="ignore", invalid="ignore")
    if workload.dense:
        return Sampler(workload), "BLAS product, chains innermost, float32, SFC64"
    return Sampler(workload), f"SciPy {scipy.__version__} CSR product, chains innermost, float32, SFC64"


if __name__ == "__main__":
    converse("numpy", np.__version__, make)
