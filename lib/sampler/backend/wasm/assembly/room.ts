// What a thread writes for itself: every thread has a room of its own, also where several share a memory.

import { MEMBERS, OUTBOX } from "./header";

let room: usize = 0;
let rank: u32 = 0;
let size: u32 = 1;
let stride: usize = 0;

// How many decisions were left to the exact routine, a 64-bit number; the bytes before those of a room.
@inline const TIES: usize = 8;
@inline const WORDS: usize = 16;
@inline const LANES: usize = 32;
@inline const RANDOM: usize = 64;
@inline const FIELDS: usize = 3136;
@inline const FLAG: usize = 3264;
@inline const TABLES: usize = 4096;
// Bytes of a member's record in the plan.
@inline const RECORD: usize = 32;

// Takes the room at this address, as member `number` of a team of `members` threads, whose rooms have `bytes` bytes each.
export function enter(at: usize, number: u32, members: u32, bytes: usize): void {
  room = at;
  rank = number;
  size = members;
  stride = bytes;
}

@inline export function team(): u32 {
  return size;
}
@inline export function member(): u32 {
  return rank;
}
@inline function record(member: u32): usize {
  return <usize>load<u32>(MEMBERS) + <usize>member * RECORD;
}
// The first segment of each block's sites that are sent and of its others.
@inline export function segments(): usize {
  return load<u32>(record(rank));
}
// The copy of the spins of the group in hand that this member works on.
@inline export function work(): usize {
  return load<u32>(record(rank), 4);
}
// The ranges of positions, first and end, whose spins this member answers for.
@inline export function ranges(): usize {
  return load<u32>(record(rank), 8);
}
@inline export function rangesEnd(): usize {
  return load<u32>(record(rank), 12);
}
// Where in every copy the spins lie that a member sends of a block.
@inline export function sentFrom(member: u32, block: u32): usize {
  return load<u32>(<usize>load<u32>(record(member), 16) + (<usize>block << 2));
}
@inline export function sentEnd(member: u32, block: u32): usize {
  return sentFrom(member, block + 1);
}

@inline function roomOf(member: u32): usize {
  return room + (<usize>member - <usize>rank) * stride;
}
// How often a member has sent.
@inline export function flag(member: u32): usize {
  return roomOf(member) + FLAG;
}
@inline export function outbox(member: u32, turn: u32): usize {
  return roomOf(member) + <usize>load<u32>(OUTBOX) + <usize>turn * (stride - <usize>load<u32>(OUTBOX) >> 1);
}

// How many decisions were left to the exact routine: a 64-bit number.
@inline export function undecided(): usize {
  return room;
}
// How many decisions took further bits: a 64-bit number.
@inline export function ties(): usize {
  return room + TIES;
}
// Four words of Philox.
@inline export function words(): usize {
  return room + WORDS;
}
// Which chains a pass moves: all bits of their halves of 16 bytes.
@inline export function lanes(): usize {
  return room + LANES;
}
// The random bits of the sites of a batch, with room for what is made beyond its end.
@inline export function random(): usize {
  return room + RANDOM;
}
// The fields of a run of sites of one chain, and what further neighbours add.
@inline export function fields(): usize {
  return room + FIELDS;
}
// The tables of a tile of a dense layer, where there is one; 64 KiB.
@inline export function tables(): usize {
  return room + TABLES;
}
