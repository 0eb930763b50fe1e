import type { StateSpace } from "./state_space.ts";

/** The settings of two blocks, of which the stored states are made; settings that x → −x exchanges are one in the quotient. */
export interface TwoBlockSpace {
  /** Setting of the first block at each stored state, and of the second. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  readonly rows: number;
  readonly columns: number;
  /** π(s)/√π(first(s)) and π(s)/√π(second(s)). */
  readonly rowShare: Float64Array;
  readonly columnShare: Float64Array;
  /** 1/√π of each setting. */
  readonly rootRows: Float64Array;
  readonly rootColumns: Float64Array;
  /** π(v,h)/√(π(v)π(h)) − √(π(v)π(h)), row by row: the constants are taken out. */
  readonly deflated: Float64Array;
}

/** Reads the settings of both blocks off the stored states. */
export function twoBlockSpace({ model, size, logWeights }: StateSpace): TwoBlockSpace {
  const paired = model.biases === null;
  const side = (block: Uint32Array): { of: Uint32Array; count: number; logs: Float64Array } => {
    const full = 2 ** block.length, count = paired ? full / 2 : full;
    const of = new Uint32Array(size);
    for (let s = 0; s < size; s++) {
      let setting = 0;
      block.forEach((spin, bit) => setting |= (s >>> spin & 1) << bit);
      of[s] = paired ? Math.min(setting, full - 1 - setting) : setting;
    }
    return { of, count, logs: logSums(of, count, logWeights) };
  };
  const rows = side(model.blocks[0]!), columns = side(model.blocks[1]!);
  const rowShare = new Float64Array(size), columnShare = new Float64Array(size);
  const deflated = new Float64Array(rows.count * columns.count);
  for (let s = 0; s < size; s++) {
    const r = rows.of[s]!, c = columns.of[s]!;
    rowShare[s] = Math.exp(logWeights[s]! - 0.5 * rows.logs[r]!);
    columnShare[s] = Math.exp(logWeights[s]! - 0.5 * columns.logs[c]!);
    deflated[r * columns.count + c]! += Math.exp(logWeights[s]! - 0.5 * (rows.logs[r]! + columns.logs[c]!));
  }
  for (let r = 0; r < rows.count; r++) {
    for (let c = 0; c < columns.count; c++) {
      deflated[r * columns.count + c]! -= Math.exp(0.5 * (rows.logs[r]! + columns.logs[c]!));
    }
  }
  const inverseRoot = (log: number): number => Math.exp(-0.5 * log);
  return {
    first: rows.of,
    second: columns.of,
    rows: rows.count,
    columns: columns.count,
    rowShare,
    columnShare,
    rootRows: rows.logs.map(inverseRoot),
    rootColumns: columns.logs.map(inverseRoot),
    deflated,
  };
}

function logSums(of: Uint32Array, count: number, logs: Float64Array): Float64Array {
  const largest = new Float64Array(count).fill(-Infinity), sums = new Float64Array(count);
  for (let s = 0; s < of.length; s++) largest[of[s]!] = Math.max(largest[of[s]!]!, logs[s]!);
  for (let s = 0; s < of.length; s++) sums[of[s]!]! += Math.exp(logs[s]! - largest[of[s]!]!);
  return sums.map((sum, k) => largest[k]! + Math.log(sum));
}
