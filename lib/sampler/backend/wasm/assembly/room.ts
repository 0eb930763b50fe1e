// What a thread writes for itself: every thread has a room of its own, also where several share a memory.

let room: usize = 0;
let rank: u32 = 0;
let size: u32 = 1;

// How many decisions were left to the exact routine, a 64-bit number; the bytes before those of a room.
@inline const TIES: usize = 8;
@inline const WORDS: usize = 16;
@inline const LANES: usize = 32;
@inline const RANDOM: usize = 64;
@inline const FIELDS: usize = 3136;
@inline const TABLES: usize = 4096;

// Takes the room at this address, as member `member` of a team of `members` threads.
export function enter(at: usize, member: u32, members: u32): void {
  room = at;
  rank = member;
  size = members;
}

@inline export function team(): u32 {
  return size;
}
// Where the share of this thread in `count` things begins; that of the next ends it.
@inline export function shareBegin(count: u32): u32 {
  return <u32>((<u64>count * rank) / size);
}
@inline export function shareEnd(count: u32): u32 {
  return <u32>((<u64>count * (rank + 1)) / size);
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
