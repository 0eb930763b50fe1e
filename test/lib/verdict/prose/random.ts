import { createHash } from "node:crypto";

/** Seeded choices: the n-th is the first 48 bits of SHA-256("seed/n"). */
export class Choices {
  readonly #seed: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  #below(bound: number): number {
    const digest = createHash("sha256").update(`${this.#seed}/${this.#count++}`).digest();
    return Math.floor(digest.readUIntBE(0, 6) / 2 ** 48 * bound);
  }

  /** One of the items. */
  one<T>(items: readonly T[]): T {
    return items[this.#below(items.length)]!;
  }

  /** Different items, in their order. */
  some<T>(items: readonly T[], count: number): T[] {
    const places = new Set<number>();
    while (places.size < count) places.add(this.#below(items.length));
    return items.filter((_, i) => places.has(i));
  }

  /** Another digit of the same kind, plain or superscript. */
  otherDigit(digit: string): string {
    const kind = ["0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"].find((digits) => digits.includes(digit))!;
    return this.one([...kind].filter((other) => other !== digit));
  }
}
