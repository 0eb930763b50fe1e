// Where the threads of a team wait for each other.
import { team } from "./room";

// How many have arrived, which meeting it is, how many sleep: words on lines of their own.
@inline const ARRIVED: usize = 64;
@inline const MEETING: usize = 128;
@inline const ASLEEP: usize = 192;
// Looks before sleeping, some tens of microseconds, and how long a sleep is: a thread that is told to end does so between two.
@inline const LOOKS: u32 = 20000;
@inline const NANOSECONDS: i64 = 100000000;

export function meet(): void {
  if (team() === 1) return;
  const meeting = atomic.load<i32>(MEETING);
  if (atomic.add<u32>(ARRIVED, 1) === team() - 1) {
    atomic.store<u32>(ARRIVED, 0);
    atomic.store<i32>(MEETING, meeting + 1);
    if (atomic.load<u32>(ASLEEP) !== 0) atomic.notify(MEETING, -1);
    return;
  }
  for (let look: u32 = 0; look < LOOKS; look++) {
    if (atomic.load<i32>(MEETING) !== meeting) return;
  }
  atomic.add<u32>(ASLEEP, 1);
  while (atomic.load<i32>(MEETING) === meeting) atomic.wait<i32>(MEETING, meeting, NANOSECONDS);
  atomic.sub<u32>(ASLEEP, 1);
}
