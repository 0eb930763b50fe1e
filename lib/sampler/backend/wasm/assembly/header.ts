// Where the plan lies: 32-bit words from HEADER on, the same numbers as in ../header.ts.

// @ts-ignore: decorator
@inline export const HEADER: usize = 8192;
// @ts-ignore: decorator
@inline export const SPIN_COUNT: usize = HEADER;
// @ts-ignore: decorator
@inline export const FREE_COUNT: usize = HEADER + 4;
// @ts-ignore: decorator
@inline export const BLOCK_COUNT: usize = HEADER + 8;
// @ts-ignore: decorator
@inline export const OPENED_SEED: usize = HEADER + 12;
// @ts-ignore: decorator
@inline export const GROUP_BITS: usize = HEADER + 16;
// @ts-ignore: decorator
@inline export const SITE_BITS: usize = HEADER + 20;
// @ts-ignore: decorator
@inline export const TIES_KEY: usize = HEADER + 24;
// @ts-ignore: decorator
@inline export const ORDER_KEY: usize = HEADER + 32;
// @ts-ignore: decorator
@inline export const CHAIN_KEY: usize = HEADER + 40;
// @ts-ignore: decorator
@inline export const BLOCK_SEGMENTS: usize = HEADER + 48;
// @ts-ignore: decorator
@inline export const ROWS: usize = HEADER + 52;
// @ts-ignore: decorator
@inline export const COLUMNS: usize = HEADER + 56;
// @ts-ignore: decorator
@inline export const COUPLINGS: usize = HEADER + 60;
// @ts-ignore: decorator
@inline export const BASES: usize = HEADER + 64;
// @ts-ignore: decorator
@inline export const POWERS: usize = HEADER + 68;
// @ts-ignore: decorator
@inline export const ORDER: usize = HEADER + 72;
// @ts-ignore: decorator
@inline export const SCAN: usize = HEADER + 76;
// @ts-ignore: decorator
@inline export const SHARED_COIN: usize = HEADER + 80;
// @ts-ignore: decorator
@inline export const BLOCK_RUNS: usize = HEADER + 84;
// @ts-ignore: decorator
@inline export const OPENED_SITES: usize = HEADER + 88;
// Where the spins of the group in hand lie, and the logarithm of a site's bytes.
// @ts-ignore: decorator
@inline export const WORK: usize = HEADER + 92;
// @ts-ignore: decorator
@inline export const SITE_SHIFT: usize = HEADER + 96;
// Room for the sites that a kernel leaves open.
// @ts-ignore: decorator
@inline export const OPEN_LIST: usize = HEADER + 100;
// Room for the tables of a tile of a dense layer.
// @ts-ignore: decorator
@inline export const DENSE_ROOM: usize = HEADER + 104;

// How many decisions were left to the exact routine: a 64-bit number.
// @ts-ignore: decorator
@inline export const UNDECIDED: usize = 512;
// How many decisions took further bits: a 64-bit number.
// @ts-ignore: decorator
@inline export const TIES: usize = 520;
// The three tables of the threshold, 16 bytes each.
// @ts-ignore: decorator
@inline export const THRESHOLD: usize = HEADER + 128;
// The random bits of the sites of a batch, with room for what is made beyond its end.
// @ts-ignore: decorator
@inline export const RANDOM: usize = 1024;
// The fields of a run of sites of one chain, and what further neighbours add.
// @ts-ignore: decorator
@inline export const FIELDS: usize = 4096;
// Which lanes of 16 bits a pass moves: four vectors of 0 and -1.
// @ts-ignore: decorator
@inline export const LANES: usize = 640;
