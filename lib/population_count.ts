/** How many bits of a 32-bit word are set. */
export function populationCount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * How many bits of seven 32-bit words are set together: four carry-save adders leave a word each of ones, twos and fours, and three words
 * are counted instead of seven.
 */
export function populationCount7(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
): number {
  const ab = a ^ b, de = d ^ e, abc = ab ^ c, def = de ^ f, sixth = abc ^ def;
  const carryA = (a & b) | (ab & c), carryD = (d & e) | (de & f), carryG = (abc & def) | (sixth & g);
  const carries = carryA ^ carryD;
  let ones = sixth ^ g, twos = carries ^ carryG, fours = (carryA & carryD) | (carries & carryG);
  ones = (ones - ((ones >>> 1) & 0x55555555)) | 0;
  twos = (twos - ((twos >>> 1) & 0x55555555)) | 0;
  fours = (fours - ((fours >>> 1) & 0x55555555)) | 0;
  twos = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333);
  // Fields of 4 bits hold up to 4 + 2·4, and those of 8 bits below up to 2·12 + 4·8.
  ones = ((ones & 0x33333333) + ((ones >>> 2) & 0x33333333) + (twos << 1)) | 0;
  fours = (fours & 0x33333333) + ((fours >>> 2) & 0x33333333);
  fours = (fours + (fours >>> 4)) & 0x0f0f0f0f;
  const bytes = (ones & 0x0f0f0f0f) + ((ones >>> 4) & 0x0f0f0f0f) + (fours << 2);
  return Math.imul(bytes, 0x01010101) >>> 24;
}
