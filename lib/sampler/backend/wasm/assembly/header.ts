// Where the plan lies: 32-bit words from HEADER on, the same numbers as in ../header.ts.
import { undecided } from "./room";

@inline export const HEADER: usize = 1024;
@inline export const SPIN_COUNT: usize = HEADER;
@inline export const FREE_COUNT: usize = HEADER + 4;
@inline export const BLOCK_COUNT: usize = HEADER + 8;
@inline export const OPENED_SEED: usize = HEADER + 12;
@inline export const GROUP_BITS: usize = HEADER + 16;
@inline export const SITE_BITS: usize = HEADER + 20;
@inline export const TIES_KEY: usize = HEADER + 24;
@inline export const ORDER_KEY: usize = HEADER + 32;
@inline export const CHAIN_KEY: usize = HEADER + 40;
// What each member of a team sweeps.
@inline export const MEMBERS: usize = HEADER + 48;
@inline export const ROWS: usize = HEADER + 52;
@inline export const COLUMNS: usize = HEADER + 56;
@inline export const COUPLINGS: usize = HEADER + 60;
@inline export const BASES: usize = HEADER + 64;
@inline export const POWERS: usize = HEADER + 68;
@inline export const ORDER: usize = HEADER + 72;
@inline export const SCAN: usize = HEADER + 76;
@inline export const SHARED_COIN: usize = HEADER + 80;
@inline export const BLOCK_RUNS: usize = HEADER + 84;
@inline export const OPENED_SITES: usize = HEADER + 88;
// Where in a room lies what its thread sends to others.
@inline export const OUTBOX: usize = HEADER + 92;
// Where in a room is place for the sites that a kernel leaves open.
@inline export const OPEN_LIST: usize = HEADER + 96;
// The three tables of the threshold, 16 bytes each.
@inline export const THRESHOLD: usize = HEADER + 128;
// Constants as words: 0x01 in every byte, 0x0800 in every two, 0x0f in every byte. A constant in the text of a kernel would
// be made anew at every use, by several instructions.
@inline export const ONES: usize = HEADER + 176;
@inline export const UPPER: usize = HEADER + 180;
@inline export const FIFTEEN: usize = HEADER + 184;

@inline export function openList(): usize {
  return undecided() + <usize>load<u32>(OPEN_LIST);
}
