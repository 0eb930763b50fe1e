"""What the peers share: reading a workload, the check of the law, and the conversation with the bench.

A peer is started as `python numpy_peer.py WORKLOAD THREADS`. It prints one line of JSON when it is ready, then answers
each line of its input with one line of JSON:

    measure SECONDS   sweeps until that much time has passed: {"updates", "wallSeconds", "cpuSeconds"}
    law RUNS BURN KEEP   the mean energy per spin of sweeps BURN + 1 ... BURN + KEEP after a uniform start, over at
                         least RUNS independent chains: {"mean", "error"}

The end of its input ends it. Threads are limited through the processors that the process may use.
"""

import json
import os
import sys
import time


def limit_threads(threads):
    """Keeps the process on that many processors; to be called before a library makes its threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)


limit_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 1)

import numpy as np  # noqa: E402


class Workload:
    """The fields of the file that the bench writes."""

    def __init__(self, path):
        words = np.fromfile(path, dtype="<u4")
        if words[0] != 0x31574C54:
            raise ValueError(f"Cannot read {path}: it is no workload")
        n, edges, blocks, chains, visible, width, height = (int(word) for word in words[1:8])
        self.n, self.chains, self.visible, self.width, self.height = n, chains, visible, width, height
        self.beta = float(words[8:9].view("<f4")[0])
        at = 9

        def take(count, kind):
            nonlocal at
            at += count
            return words[at - count : at].view(kind)

        self.start = take(edges, "<u4").astype(np.int64)
        self.end = take(edges, "<u4").astype(np.int64)
        self.couplings = take(edges, "<f4").copy()
        self.biases = take(n, "<f4").copy()
        sizes = take(blocks, "<u4")
        order = take(n, "<u4").astype(np.int64)
        self.blocks = np.split(order, np.cumsum(sizes)[:-1])

    @property
    def dense(self):
        """Whether this is a complete bipartite model, whose blocks are its sides."""
        return self.visible > 0

    def matrix(self):
        """The symmetric sparse matrix of couplings in double precision."""
        from scipy.sparse import coo_array

        both = np.concatenate
        entries = both([self.couplings, self.couplings]).astype(np.float64)
        where = (both([self.start, self.end]), both([self.end, self.start]))
        return coo_array((entries, where), shape=(self.n, self.n)).tocsr()


class Energies:
    """Energy per spin of states, in double precision."""

    def __init__(self, workload):
        self.couplings = workload.matrix()
        self.biases = workload.biases.astype(np.float64)

    def __call__(self, spins):
        """One number for each column of an N x chains array of spins."""
        x = spins.astype(np.float64)
        fields = self.couplings @ x / 2 + self.biases[:, None]
        return -np.sum(fields * x, axis=0) / x.shape[0]


def law(sampler, workload, runs, burn, keep):
    """Mean energy per spin and its standard error over independent chains."""
    energies = Energies(workload)
    chains = []
    for start in range(-(-runs // workload.chains)):
        sampler.reset(1000 + start)
        sampler.sweep(burn)
        total = np.zeros(workload.chains)
        for _ in range(keep):
            sampler.sweep(1)
            total += energies(sampler.spins())
        chains.append(total / keep)
    means = np.concatenate(chains)
    return {"mean": float(means.mean()), "error": float(means.std(ddof=1) / np.sqrt(len(means)))}


def measure(sampler, workload, seconds, chunk):
    """Sweeps in chunks until the time has passed."""
    sweeps = 0
    cpu, wall = time.process_time(), time.perf_counter()
    while time.perf_counter() - wall < seconds:
        sampler.sweep(chunk)
        sweeps += chunk
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"updates": sweeps * workload.n * workload.chains, "wallSeconds": wall, "cpuSeconds": cpu}


def nanoseconds(sampler, workload, sweeps):
    """Time of an update, after a first call that compiles."""
    sampler.sweep(sweeps)
    start = time.perf_counter()
    sampler.sweep(sweeps)
    return (time.perf_counter() - start) * 1e9 / (sweeps * workload.n * workload.chains)


def converse(name, version, make):
    """Builds the sampler and answers until the input ends. `make` gives it and a text that says how it computes."""
    answers = os.fdopen(os.dup(1), "w")
    # What a library prints must not stand between the answers.
    os.dup2(2, 1)

    def answer(value):
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    workload = Workload(sys.argv[1])
    sampler, formulation = make(workload)
    sampler.reset(1)
    # About a tenth of a second, so that neither the calls nor the clock count.
    each = nanoseconds(sampler, workload, 2) * workload.n * workload.chains
    chunk = max(1, min(10000, int(1e8 / each)))
    sampler.sweep(chunk)
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    answer({"name": name, "version": version, "threads": threads, "formulation": formulation})
    for line in sys.stdin:
        command, *numbers = line.split()
        if command == "measure":
            answer(measure(sampler, workload, float(numbers[0]), chunk))
        elif command == "law":
            answer(law(sampler, workload, *(int(number) for number in numbers)))
        else:
            raise ValueError(f"Cannot obey {line!r}")
