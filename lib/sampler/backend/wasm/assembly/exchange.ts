// What the members of a team tell each other: each works on a copy of all spins, and of every block that it has swept it sends
// those that others read, four sites in 16 bytes. Nobody waits between two visits but for what is sent: two outboxes in turn, so
// that nobody writes where another still reads, since who sends anew has received what the reader sent after reading.
import { ONES } from "./header";
import { FOURFOLD, indices } from "./quad";
import { flag, member, outbox, sentEnd, sentFrom, team, work } from "./room";

// How many sleep.
@inline const ASLEEP: usize = 64;
// Looks before sleeping: longer than it takes to wake a sleeper and a block's work, or both would sleep in turn for good. Half as
// many every time that was in vain, since the other may have no processor of its own; but now and then as long as ever, and from
// then on again when it was not in vain.
@inline const PATIENT: u32 = 100000;
@inline const HURRIED: u32 = 1000;
@inline const TRIALS: u32 = 16;
// How long a sleep is: a thread that is told to end does so between two.
@inline const NANOSECONDS: i64 = 100000000;

let visits: u32 = 0;
let waits: u32 = 0;
let looks: u32 = PATIENT;

// Sends the spins that others read of the sites that were swept first.
export function send(block: u32): void {
  if (team() === 1) return;
  visits++;
  let to = outbox(member(), visits & 1);
  const copy = work(), end = sentEnd(member(), block);
  for (let at = sentFrom(member(), block); at < end; at += 16, to += 16) {
    const a: usize = load<u32>(at), b: usize = load<u32>(at, 4), c: usize = load<u32>(at, 8), d: usize = load<u32>(at, 12);
    v128.store(to, indices(copy + a, copy + b, copy + c, copy + d));
  }
  const mine = flag(member());
  atomic.store<u32>(mine, visits);
  if (atomic.load<u32>(ASLEEP) !== 0) atomic.notify(mine, -1);
}

@inline function put(at: usize, spins: v128): void {
  v128.store(at, spins);
  v128.store(at, i16x8.shl(spins, 2), FOURFOLD);
}

// Brings what the others send of a block to this member's copy.
export function receive(block: u32): void {
  const copy = work(), ones = v128.load32_splat(ONES), spins = v128.or(ones, i16x8.shl(ones, 4));
  for (let other: u32 = 0; other < team(); other++) {
    if (other === member()) continue;
    awaitFlag(flag(other));
    let from = outbox(other, visits & 1);
    const end = sentEnd(other, block);
    for (let at = sentFrom(other, block); at < end; at += 16, from += 16) {
      const four = v128.load(from);
      put(copy + <usize>load<u32>(at), v128.and(four, spins));
      put(copy + <usize>load<u32>(at, 4), v128.and(i16x8.shr_u(four, 1), spins));
      put(copy + <usize>load<u32>(at, 8), v128.and(i16x8.shr_u(four, 2), spins));
      put(copy + <usize>load<u32>(at, 12), v128.and(i16x8.shr_u(four, 3), spins));
    }
  }
}

@inline function hasSent(flag: usize): bool {
  return <i32>(atomic.load<u32>(flag) - visits) >= 0;
}

// Waits until a member has sent as often as this one.
function awaitFlag(flag: usize): void {
  if (hasSent(flag)) return;
  const trial = ++waits % TRIALS === 0, most = trial ? PATIENT : looks;
  for (let look: u32 = 0; look < most; look++) {
    if (!hasSent(flag)) continue;
    looks = trial ? PATIENT : min(looks << 1, PATIENT);
    return;
  }
  if (!trial) looks = max(looks >> 1, HURRIED);
  atomic.add<u32>(ASLEEP, 1);
  while (!hasSent(flag)) atomic.wait<u32>(flag, visits - 1, NANOSECONDS);
  atomic.sub<u32>(ASLEEP, 1);
}
