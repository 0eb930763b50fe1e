// Prints the largest |z| of pair_parity.ts for each kind of neighbour and number of rounds: `parities.ts PAIRS SEED`.
import process from "node:process";
import { NEIGHBOURS, smallAddresses } from "./neighbours.ts";
import { largestParity, weaveOf } from "./pair_parity.ts";

const batches = Number(process.argv[2] ?? 2 ** 15) / 32;
const addresses = smallAddresses(Number(process.argv[3] ?? 1));
const generators = {
  "pcg4d and closing shift": weaveOf(2, "pcg4d"),
  "two rounds": weaveOf(2),
  "three rounds": weaveOf(3),
};

console.log(`| neighbour | ${Object.keys(generators).join(" | ")} |\n|---|${"---|".repeat(3)}`);
for (const [name, neighbour] of Object.entries(NEIGHBOURS)) {
  const largest = Object.values(generators).map((generator) => largestParity(generator, addresses, neighbour, batches));
  console.log(`| ${name} | ${largest.map((z) => z.toFixed(1)).join(" | ")} |`);
}
