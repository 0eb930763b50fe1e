import { expect, test } from "vitest";
import { CounterGenerator } from "../../../../../lib/random/counter.ts";
import { philox4x32 } from "../../../../../lib/random/philox.ts";
import { RANDOM_WGSL } from "../../../../../lib/random/wgsl.ts";
import { acceptsCost, becomesPlus } from "../../../../../lib/sampler/acceptance/accept.ts";
import { boltzmannMantissa } from "../../../../../lib/sampler/acceptance/boltzmann_factor.ts";
import { isBelow, isBelowFurther, probabilityWord } from "../../../../../lib/sampler/acceptance/compare.ts";
import { FIELD_ONE } from "../../../../../lib/sampler/acceptance/fixed_field.ts";
import { logisticMantissa } from "../../../../../lib/sampler/acceptance/logistic_mantissa.ts";
import { deviceTables } from "../../../../../lib/sampler/backend/webgpu/device_data.ts";
import { ACCEPTANCE_WGSL } from "../../../../../lib/sampler/backend/webgpu/shaders/acceptance.ts";
import { UNIFORM_POSITION_WGSL } from "../../../../../lib/sampler/backend/webgpu/shaders/uniform_position.ts";
import { uniformPosition } from "../../../../../lib/sampler/backend/reference/single_site_sweep.ts";
import { approximateThreshold } from "../../../../../lib/sampler/backend/webgpu/threshold_curve.ts";
import { freshSeed } from "../../../random/statistics.ts";
import { needsAdapter } from "./adapter.ts";
import { onDevice } from "./shader_on_device.ts";

const IN = 16, OUT = 16;

const SHADER = `${RANDOM_WGSL}${ACCEPTANCE_WGSL}${UNIFORM_POSITION_WGSL}
struct Given {
  fraction: u32, whole: u32, first: u32, width: u32,
  mantissa: u32, from_digit: u32, flip: u32, fraction_bits: u32,
  words: vec4<u32>,
  fields: vec4<i32>,
}
@group(0) @binding(0) var<storage, read> given: array<Given>;
@group(0) @binding(1) var<storage, read_write> made: array<array<u32, ${OUT}>>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= arrayLength(&given)) { return; }
  let g = given[k];
  let field = vec2<u32>(g.fraction, g.whole);
  let key = vec2<u32>(g.mantissa, g.fraction);
  made[k][0] = boltzmann_mantissa(g.fraction);
  made[k][1] = logistic_mantissa(g.whole, g.fraction);
  made[k][2] = probability_word(g.mantissa, g.whole, g.from_digit);
  made[k][3] = u32(is_below(g.mantissa, g.whole, g.first, g.width));
  made[k][4] = u32(is_below_further(g.mantissa, g.whole, g.width, g.words, g.flip));
  made[k][5] = becomes_plus(field, g.first, g.width, g.words, key);
  made[k][6] = becomes_plus(negate_64(field), g.first, g.width, g.words, key);
  made[k][7] = accepts_cost(field, g.first, g.width, g.words, key);
  made[k][8] = accepts_cost(negate_64(field), g.first, g.width, g.words, key);
  let threshold = approximate_threshold(g.fields, g.fraction_bits);
  made[k][9] = threshold.x;
  made[k][10] = threshold.y;
  made[k][11] = threshold.z;
  made[k][12] = threshold.w;
  let sum = add_64(field, negate_64(g.words.xy));
  made[k][13] = sum.x;
  made[k][14] = sum.y;
  made[k][15] = uniform_position(g.words.x, g.words.y, g.words.z);
}`;

const FRACTIONS = [0, 1, 2, 255, 256, 2 ** 24 - 1, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 256, 2 ** 32 - 1];

/** Every whole power up to 70 with every corner of the fraction, both widths, near and on the tie; then random ones. */
function arguments_(seed: number): Uint32Array {
  const random = new CounterGenerator(seed, "test"), items: number[][] = [];
  const add = (whole: number, fraction: number, width: 16 | 32, nudge: number, kind: number): void => {
    const words = [...random.fill(0, 0, items.length)], more = [...random.fill(1, 0, items.length)];
    const mantissa = kind === 0 ? logisticMantissa(whole, fraction) : boltzmannMantissa(fraction) % 2 ** 31;
    const digits = probabilityWord(mantissa, whole, 0) >>> (32 - width), flip = more[0]! & 1 ? 2 ** 32 - 1 : 0;
    const near = nudge === 3 ? more[1]! >>> (32 - width) : Math.min(Math.max(digits + nudge, 0), 2 ** width - 1);
    // Of a positive field, the complement is compared.
    const first = more[1]! & 16 ? 2 ** width - 1 - near : near;
    // The further words tie in the first of them, or in all.
    const tied = (more[2]! & 7) - 3;
    for (let j = 0; j < tied; j++) words[j] = (probabilityWord(mantissa, whole, width + 32 * j) ^ flip) >>> 0;
    const bits = 4 + more[3]! % 19, fields = more.map((word) => word >> (more[0]! >>> 27));
    items.push([fraction, whole, first, width, mantissa, width * (more[1]! % 4), flip, bits, ...words, ...fields]);
  };
  for (let whole = 0; whole <= 70; whole++) {
    for (const fraction of FRACTIONS) {
      for (const width of [16, 32] as const) {
        for (const nudge of [-1, 0, 1, 3]) for (const kind of [0, 1]) add(whole, fraction, width, nudge, kind);
      }
    }
  }
  for (let k = 0; k < 60_000; k++) {
    const [a, b, c] = random.fill(2, 0, k);
    add(
      c! % 8 === 0 ? b! % 2 ** 20 : b! % 36,
      a!,
      c! & 16 ? 16 : 32,
      (c! >>> 8) % 4 === 3 ? 3 : (c! >>> 8) % 4 - 1,
      c! >>> 31,
    );
  }
  return Uint32Array.from(items.flat());
}

function expected(given: Uint32Array): Uint32Array {
  const items = given.length / IN, made = new Uint32Array(OUT * items), further = new Uint32Array(4);
  for (let k = 0; k < items; k++) {
    const [fraction, whole, first, width_, mantissa, from, flip, bits] = given.subarray(IN * k, IN * k + 8);
    const words = given.slice(IN * k + 8, IN * k + 12), fields = new Int32Array(given.slice(IN * k + 12, IN * k + 16));
    const width = width_ as 16 | 32, field = whole! * FIELD_ONE + fraction!;
    let late = 0;
    const fetch = () => {
      late = 2;
      philox4x32(words, Uint32Array.of(mantissa!, fraction!), further);
      return further;
    };
    const decided = (decide: () => boolean): number => {
      late = 0;
      return (decide() ? 1 : 0) + late;
    };
    const difference = BigInt.asUintN(64, BigInt(field) - (BigInt(words[1]!) << 32n | BigInt(words[0]!)));
    made.set([
      boltzmannMantissa(fraction!),
      logisticMantissa(whole!, fraction!),
      probabilityWord(mantissa!, whole!, from!),
      isBelow(mantissa!, whole!, first!, width),
      isBelowFurther(mantissa!, whole!, width, words, flip === 0 ? 0 : -1) ? 1 : 0,
      decided(() => becomesPlus(field, first!, width, fetch)),
      decided(() => becomesPlus(-field, first!, width, fetch)),
      decided(() => acceptsCost(field, first!, width, fetch)),
      decided(() => acceptsCost(-field, first!, width, fetch)),
      ...[...fields].map((each) => approximateThreshold(each, bits!)),
      Number(difference & 0xffffffffn),
      Number(difference >> 32n),
      uniformPosition(words[0]!, words[1]!, words[2]!),
    ], OUT * k);
  }
  return made;
}

test("ACCEPTANCE_WGSL and UNIFORM_POSITION_WGSL give the integers of its namesakes in TypeScript", async (context) => {
  needsAdapter(context);
  const given = arguments_(freshSeed("ACCEPTANCE_WGSL")), items = given.length / IN, tables = deviceTables();
  const right = expected(given), late = new Array(OUT).fill(0);
  const run = (code: string) => onDevice(code, given, tables, OUT * items, items);
  const made = await run(SHADER);
  for (let column = 0; column < OUT; column++) {
    const differing: number[] = [];
    for (let k = 0; k < items; k++) {
      if (made[OUT * k + column] !== right[OUT * k + column]) differing.push(k);
      if (right[OUT * k + column]! & 2) late[column]++;
    }
    const worst = differing.slice(0, 3).map((k) => [...given.subarray(IN * k, IN * k + IN)].join(" "));
    expect({ column, count: differing.length, worst }).toEqual({ column, count: 0, worst: [] });
  }
  // Decisions that needed further words are among them, for both signs of the field and for costs.
  for (const column of [5, 6, 7]) expect(late[column], `column ${column}`).toBeGreaterThan(1000);
  for (const [what, becomes] of [["step < 3", "step < 2"], ["width + 32u * k", "width + 31u * k"]] as const) {
    expect(SHADER).toContain(what);
    expect(await run(SHADER.replace(what, becomes)), `control: ${becomes}`).not.toEqual(right);
  }
});
