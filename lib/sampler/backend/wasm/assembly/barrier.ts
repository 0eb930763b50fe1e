// Where the threads of a team wait for each other.
import { team } from "./room";

// How many have arrived, which meeting it is, how many sleep: words on lines of their own.
@inline const ARRIVED: usize = 64;
@inline const MEETING: usize = 128;
@inline const ASLEEP: usize = 192;
// Looks before sleeping: longer than it takes to wake a sleeper and a block's work, or both would sleep in turn for good. Where
// that was in vain, since the other has no processor of its own, most meetings are held with few looks for a while.
@inline const PATIENT: u32 = 100000;
@inline const HURRIED: u32 = 2000;
@inline const SPELL: u32 = 64;
// How long a sleep is: a thread that is told to end does so between two.
@inline const NANOSECONDS: i64 = 100000000;

let hurried: u32 = 0;

export function meet(): void {
  if (team() === 1) return;
  const meeting = atomic.load<i32>(MEETING);
  if (atomic.add<u32>(ARRIVED, 1) === team() - 1) {
    atomic.store<u32>(ARRIVED, 0);
    atomic.store<i32>(MEETING, meeting + 1);
    if (atomic.load<u32>(ASLEEP) !== 0) atomic.notify(MEETING, -1);
    return;
  }
  const looks = hurried === 0 ? PATIENT : HURRIED;
  for (let look: u32 = 0; look < looks; look++) {
    if (atomic.load<i32>(MEETING) !== meeting) {
      if (hurried !== 0) hurried--;
      return;
    }
  }
  hurried = hurried === 0 ? SPELL : hurried - 1;
  atomic.add<u32>(ASLEEP, 1);
  while (atomic.load<i32>(MEETING) === meeting) atomic.wait<i32>(MEETING, meeting, NANOSECONDS);
  atomic.sub<u32>(ASLEEP, 1);
}
