"""Known answers of the chain uniforms, from their definition in unbounded integers. Prints the JSON of weave_vectors.json."""

import json

MASK = 2**32 - 1


def opened(word, index):
    h = (word + (index + 1) * 0x9E3779B9) & MASK
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & MASK
    return h ^ (h >> 16)


def weave(words):
    v = list(words)
    for _ in range(3):
        for target, a, b in ((0, 1, 3), (1, 2, 0), (2, 0, 1), (3, 1, 2)):
            v[target] = (v[target] + v[a] * v[b]) & MASK
        v = [word ^ (word >> 16) for word in v]
    return v


def address(seed, width, group, sweep, site, by_site=False):
    """The 128 bits of an address as one integer, most significant first: sweep 32; seed bits 32-41, width 1, site 21;
    seed bits 0-31; seed bits 42-51, seed bit 52, layout 1, group 20."""
    bits = f"{sweep:032b}"
    s = f"{seed:053b}"[::-1]
    bits += s[32:42][::-1] + ("1" if width == 32 else "0") + f"{site:021b}"
    bits += s[0:32][::-1]
    bits += s[42:52][::-1] + s[52] + ("1" if by_site else "0") + f"{group:020b}"
    assert len(bits) == 128
    whole = int(bits, 2)
    return [(whole >> (32 * k)) & MASK for k in range(4)]


def uniform(seed, width, chain, sweep, site, by_site=False):
    packed = site if by_site else chain
    if width == 16:
        # 32 numbers are four vectors of eight halves; each pair of halves is one group.
        superblock, r = divmod(packed, 32)
        word, (lane, half) = r // 8, divmod(r % 8, 2)
    else:
        superblock, r = divmod(packed, 16)
        (word, lane), half = divmod(r, 4), 0
    group = 4 * superblock + lane
    words = address(seed, width, chain, sweep, group, True) if by_site else address(seed, width, group, sweep, site)
    value = weave([opened(word, k) for k, word in enumerate(words)])[word]
    return (value >> (16 * half)) % 2**width


PI = [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344]
blocks = [[0] * 4, [MASK] * 4, PI, [1, 0, 0, 0], [0, 0, 0, 2**31]]
addresses = [
    (0, 0, 0, 0),
    (7, 11, 10, 3),
    (2024, 31, 999, 3599),
    (2**53 - 1, 2**20 - 1, 2**32 - 1, 2**21 - 1),
    (2**52 + 5, 33, 2**31, 1),
    (2**32 + 2**42, 100, 123456789, 2**20),
]
print(json.dumps({
    "opened": [{"words": b, "opened": [opened(w, k) for k, w in enumerate(b)]} for b in blocks],
    "weave": [{"opened": b, "words": weave(b)} for b in blocks],
    "uniforms": [
        {"layout": "sites" if by_site else "chains", "seed": a[0], "chain": a[1], "sweep": a[2], "site": a[3],
         "bits16": uniform(a[0], 16, *a[1:], by_site), "bits32": uniform(a[0], 32, *a[1:], by_site)} for a in addresses for by_site in (False, True)
    ],
}))
