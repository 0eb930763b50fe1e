// Writes the chain uniforms as raw 32-bit words without end, for a test battery: `weave_words.ts ORDER SEED`. ORDER says in
// which order the addresses are visited and so which of them are neighbours.
import { writeSync } from "node:fs";
import process from "node:process";
import { addressWords } from "../../../lib/random/chain_address.ts";
import { ChainUniforms } from "../../../lib/random/chain_uniforms.ts";
import { weaveOf } from "./pair_parity.ts";

const order = process.argv[2] ?? "run";
const seed = Number(process.argv[3] ?? 2024);
const WORDS = 1 << 16;
const bytes = new Uint8Array(4 * WORDS);
const words = new Uint32Array(bytes.buffer), halves = new Uint16Array(bytes.buffer);
const chains16 = new Uint16Array(32), chains32 = new Uint32Array(16);
let used = 0;

function flush(): void {
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
  } catch (error) {
    // The battery closes the pipe when it has seen enough.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exit(0);
    throw error;
  }
  used = 0;
}

function put16(uniforms: ChainUniforms, block: number, sweep: number, site: number): void {
  uniforms.fill16(block, sweep, site, chains16);
  halves.set(chains16, 2 * used);
  used += 16;
  if (used === WORDS) flush();
}

/** Only the numbers of two chains at a time, so that the visited coordinate alone tells neighbours apart. */
function put32(uniforms: ChainUniforms, sweep: number, site: number): void {
  uniforms.fill32(0, sweep, site, chains32);
  words[used++] = chains32[0]!;
  words[used++] = chains32[5]!;
  if (used === WORDS) flush();
}

const uniforms = new ChainUniforms(seed);
const ORDERS: Readonly<Record<string, () => void>> = {
  // As a sampler with 64 chains on 3,600 sites draws its 16-bit numbers.
  run() {
    for (let sweep = 0;; sweep++) {
      for (let site = 0; site < 3600; site++) {
        for (let block = 0; block < 2; block++) put16(uniforms, block, sweep, site);
      }
    }
  },
  sweep() {
    for (let site = 0;; site++) for (let sweep = 0; sweep < 2 ** 28; sweep++) put32(uniforms, sweep, site);
  },
  site() {
    for (let sweep = 0;; sweep++) for (let site = 0; site < 2 ** 21; site++) put32(uniforms, sweep, site);
  },
  chain() {
    for (let sweep = 0;; sweep++) for (let block = 0; block < 2 ** 17; block++) put16(uniforms, block, sweep, 5);
  },
  // As a sampler with one chain on a large lattice draws them, 32 sites at a time.
  lattice() {
    const bySite = new ChainUniforms(seed, "sites");
    for (let sweep = 0;; sweep++) for (let block = 0; block < 2 ** 16; block++) put16(bySite, block, sweep, 0);
  },
  // The negative control: one round in place of three, site by site.
  control() {
    const oneRound = weaveOf(1);
    for (let sweep = 0;; sweep++) {
      for (let site = 0; site < 2 ** 21; site++) {
        const block = addressWords(seed, 32, 0, sweep, site);
        oneRound(block);
        words.set(block, used);
        used += 4;
        if (used === WORDS) flush();
      }
    }
  },
  seed() {
    for (let next = 0;; next++) {
      const neighbour = new ChainUniforms(seed + next);
      for (let site = 0; site < 4; site++) put32(neighbour, 0, site);
    }
  },
};

const visit = ORDERS[order];
if (visit === undefined) {
  console.error(`Cannot write words: order is ${order}; give one of ${Object.keys(ORDERS).join(", ")}`);
  process.exit(64);
}
visit();
