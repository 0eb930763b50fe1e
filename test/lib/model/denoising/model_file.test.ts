import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import { decodeDenoisingModel } from "../../../../lib/model/denoising/decode_denoising_model.ts";
import { createDenoisingModel } from "../../../../lib/model/denoising/denoising_model.ts";
import { encodeDenoisingModel } from "../../../../lib/model/denoising/encode_denoising_model.ts";
import { ModelFileError } from "../../../../lib/model/denoising/model_file_error.ts";
import { stepDigest } from "../../../../lib/model/denoising/step_models.ts";
import { smallModel } from "./small_models.ts";

const MODEL = smallModel(3), BYTES = encodeDenoisingModel(MODEL);

function problemOf(read: () => unknown): [string, string] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ModelFileError && error instanceof InputError)) throw error;
    return [error.problem, error.message];
  }
  return ["none", ""];
}

/** The file with another header, its numbers untouched. */
function withHeader(change: (header: Record<string, unknown>) => unknown, bytes = BYTES): Uint8Array {
  const end = 16 + new DataView(bytes.buffer).getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, end)));
  const json = new TextEncoder().encode(JSON.stringify(change(header) ?? header));
  const length = Math.ceil(json.length / 8) * 8;
  const changed = new Uint8Array(16 + length + bytes.length - end).fill(0x20, 16, 16 + length);
  changed.set(bytes.subarray(0, 16));
  changed.set(json, 16);
  changed.set(bytes.subarray(end), 16 + length);
  new DataView(changed.buffer).setUint32(8, length, true);
  return changed;
}

describe("encodeDenoisingModel() and decodeDenoisingModel()", () => {
  test("decodeDenoisingModel() gives the model back bit for bit, from a view of a larger buffer as well", () => {
    const copy = smallModel(3);
    copy.steps[0]!.weights[0] = -0;
    copy.steps[2]!.biases[8] = Number.MIN_VALUE;
    const bytes = encodeDenoisingModel(copy), found = decodeDenoisingModel(bytes, "a.dtm");
    expect(found.steps).toEqual(copy.steps);
    expect(Object.is(found.steps[0]!.weights[0], -0)).toBe(true);
    expect([found.preset, found.grid, found.schedule, found.imageCount, found.labelCount, found.seed]).toEqual(
      [copy.preset, copy.grid, copy.schedule, copy.imageCount, copy.labelCount, copy.seed],
    );
    const pool = new Uint8Array(bytes.length + 20);
    pool.set(bytes, 13);
    expect(decodeDenoisingModel(pool.subarray(13, 13 + bytes.length), "a.dtm").steps).toEqual(copy.steps);
    expect(encodeDenoisingModel(found)).toEqual(bytes);
  });

  test("encodeDenoisingModel() as float32 takes half the space and rounds every number once", () => {
    const bytes = encodeDenoisingModel(MODEL, "float32"), found = decodeDenoisingModel(bytes, "a.dtm");
    MODEL.steps.forEach((step, t) => {
      expect(found.steps[t]!.weights).toEqual(Float64Array.from(step.weights, Math.fround));
      expect(found.steps[t]!.biases).toEqual(Float64Array.from(step.biases, Math.fround));
      expect(stepDigest(found.steps[t]!)).not.toBe(stepDigest(step));
    });
    // Three steps of 12 weights and 9 biases.
    expect(BYTES.length - bytes.length).toBeGreaterThan(3 * 21 * 4 - 16);
    expect(encodeDenoisingModel(found, "float32")).toEqual(bytes);
  });

  test("encodeDenoisingModel() keeps a trained 60_12 step well below 1 MiB", () => {
    const model = createDenoisingModel({ preset: "replication", imageCount: 784, labelCount: 20, seed: 0 });
    expect(encodeDenoisingModel(model).length).toBeLessThan(25_200 * 8 + 1024);
  });

  test("encodeDenoisingModel() refuses numbers that are not finite and names the step", () => {
    const broken = smallModel(3);
    broken.steps[1]!.weights[4] = NaN;
    expect(() => encodeDenoisingModel(broken)).toThrow(/Cannot write the denoising model: step 1: weights\[4\] is NaN/);
    expect(() => encodeDenoisingModel(MODEL, "int8" as "float32")).toThrow(/numbers is "int8"/);
  });

  test("decodeDenoisingModel() refuses the file cut off anywhere, and with a byte more", () => {
    for (let length = 0; length < BYTES.length; length++) {
      const [problem] = problemOf(() => decodeDenoisingModel(BYTES.slice(0, length), "a.dtm"));
      expect([length, problem]).toEqual([length, length < 8 ? "format" : "length"]);
    }
    const longer = new Uint8Array(BYTES.length + 1);
    longer.set(BYTES);
    expect(problemOf(() => decodeDenoisingModel(longer, "a.dtm"))).toEqual([
      "length",
      `Cannot read a.dtm: it has ${BYTES.length + 1} bytes and its header asks for ${BYTES.length}; ` +
      "take a whole copy of the file",
    ]);
  });

  test("decodeDenoisingModel() refuses the file with any one number changed", () => {
    const end = 16 + new DataView(BYTES.buffer).getUint32(8, true);
    for (let at = end; at < BYTES.length; at += 37) {
      const damaged = BYTES.slice();
      damaged[at]! ^= 1;
      const [problem, message] = problemOf(() => decodeDenoisingModel(damaged, "a.dtm"));
      expect(problem).toBe("digest");
      expect(message).toContain(`step ${Math.floor((at - end) / (21 * 8))} do not have the digest "sha256:`);
    }
    expect(problemOf(() => decodeDenoisingModel(BYTES, "a.dtm"))[0]).toBe("none");
  });

  type Header = Record<string, unknown>;
  test.each<[string, (header: Header) => unknown, string, RegExp]>([
    ["another version", (h) => void (h["version"] = 2), "version", /its version is 2; this library reads version 1/],
    ["no version", (h) => void delete h["version"], "version", /its version is undefined/],
    ["null for a header", () => "null", "version", /its version is undefined/],
    ["a key too many", (h) => void (h["extra"] = 1), "format", /unknown key "extra"/],
    ["a key too few", (h) => void delete h["seed"], "format", /the key "seed" is missing/],
    ["other numbers", (h) => void (h["numbers"] = "int8"), "format", /numbers is "int8" in its header/],
    ["a digest too few", (h) => void (h["digests"] as string[]).pop(), "format", /not one digest for each of its 3/],
    ["a rate of 0", (h) => void (h["imageRate"] = 0), "format", /imageRate is 0/],
    ["another preset", (h) => void (h["preset"] = "dtm"), "format", /"dtm" names no preset/],
    [
      "no grid",
      (h) => void (h["grid"] = null),
      "format",
      /Cannot use its grid: it is null/,
    ],
    ["null for an offset", (h) => void (h["offset"] = null), "format", /offset is null/],
    ["another seed", (h) => void (h["seed"] = 4), "digest", /step 0 do not have the digest/],
    ["another rate", (h) => void (h["imageRate"] = 0.81), "digest", /step 0 do not have the digest/],
    ["a digest of another kind", (h) => void (h["digests"] = [1, 2, 3]), "digest", /the digest 1 of its header/],
    ["another width", (h) => void (h["grid"] = { ...h["grid"] as Header, width: 4 }), "length", /its header asks for/],
    ["an immense grid", (h) => void (h["grid"] = { ...h["grid"] as Header, width: 2 ** 22 }), "length", /more than/],
  ])("decodeDenoisingModel() refuses a header with %s", (_, change, problem, message) => {
    const found = problemOf(() => decodeDenoisingModel(withHeader(change), "a.dtm"));
    expect(found[0]).toBe(problem);
    expect(found[1]).toMatch(message);
    expect(found[1]).toMatch(/^Cannot read a\.dtm: /);
    expect(found[1]).not.toContain("\n");
  });

  test("decodeDenoisingModel() refuses other files and damaged text in the header", () => {
    const npy = new TextEncoder().encode("\x93NUMPY and more than sixteen bytes");
    expect(problemOf(() => decodeDenoisingModel(npy, "a.dtm"))[0]).toBe("format");
    const damaged = BYTES.slice();
    damaged[20] = 0xff;
    expect(problemOf(() => decodeDenoisingModel(damaged, "a.dtm"))).toEqual([
      "format",
      expect.stringMatching(/its header is damaged/),
    ]);
    damaged[20] = BYTES[20]!;
    damaged[16] = 0x7d;
    expect(problemOf(() => decodeDenoisingModel(damaged, "a.dtm"))[0]).toBe("format");
  });

  test("decodeDenoisingModel() with `like` refuses the state of another model and names the difference", () => {
    const like = (change: object) =>
      createDenoisingModel({
        preset: "replication",
        grid: { width: 3, height: 3, offsets: [[0, 1]], boundary: "open" },
        imageCount: 2,
        labelCount: 1,
        steps: 3,
        seed: 3,
        ...change,
      });
    const read = (change: object) => problemOf(() => decodeDenoisingModel(BYTES, "a.dtm", { like: like(change) }));
    expect(read({})[0]).toBe("none");
    expect(read({ seed: 4 })).toEqual(["model", expect.stringMatching(/its seed is 3 and 4 is expected/)]);
    expect(read({ steps: 2 })).toEqual(["model", expect.stringMatching(/its steps is 3 and 2 is expected/)]);
    expect(read({ labelRate: 0.3 })).toEqual(["model", expect.stringMatching(/its labelRate is 0.2 and 0.3/)]);
    const wide = { width: 4, height: 3, offsets: [[0, 1]], boundary: "open" };
    expect(read({ grid: wide })).toEqual(["model", expect.stringMatching(/its grid is \{"width":3/)]);
  });
});
