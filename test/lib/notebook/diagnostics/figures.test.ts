import { Window } from "happy-dom";
import { describe, expect, test } from "vitest";
import {
  autocorrelationFigure,
  autocorrelationOf,
  chainWarnings,
  essFigure,
  rankFigure,
  temperingFigure,
  traceFigure,
} from "../../../../lib/notebook/diagnostics/mod.ts";
import { autocorrelationParts } from "../../../../lib/notebook/diagnostics/autocorrelation_figure.ts";
import { diagnosticFigure, diagnosticSpec } from "../../../../lib/notebook/diagnostics/diagnostic_figure.ts";
import { essParts } from "../../../../lib/notebook/diagnostics/ess_figure.ts";
import { rankParts } from "../../../../lib/notebook/diagnostics/rank_figure.ts";
import { temperingParts } from "../../../../lib/notebook/diagnostics/tempering_figure.ts";
import { thinDraws } from "../../../../lib/notebook/diagnostics/thin_draws.ts";
import { traceParts } from "../../../../lib/notebook/diagnostics/trace_figure.ts";
import {
  effectiveSampleSize,
  estimateTau,
  GradientAutocorrelation,
  rankHistogram,
  rHat,
  tauReading,
} from "../../../../lib/diagnostics/mod.ts";
import { InputError } from "../../../../lib/errors.ts";
import { ising } from "../../../../lib/model/mod.ts";
import type { MimeBundle } from "../../../../lib/notebook/mime.ts";
import { flippingSource } from "../../diagnostics/flipping_source.ts";
import { drifting, gallery, good, journey, many, signs } from "./gallery.ts";

const svgOf = (bundle: MimeBundle): string => String(bundle["image/svg+xml"]);
const wordsOf = (bundle: MimeBundle): string => String(bundle["text/plain"]);

/** The lines of text in a drawing. */
function texts(svg: string): string[] {
  const { document } = new Window();
  document.body.innerHTML = svg;
  return [...document.querySelectorAll("text")].map((node) => (node.textContent ?? "").replaceAll("\u200b", ""));
}

describe("figures of diagnostics", () => {
  test("all are drawn without a browser, with marks, notes and warnings as text in the picture", async () => {
    for (const [name, parts] of Object.entries(gallery)) {
      const made = parts(), svg = svgOf(await diagnosticFigure(made, {}));
      const { document } = new Window();
      document.body.innerHTML = svg;
      expect(document.querySelectorAll(".trace, .hm image").length, name).toBeGreaterThan(0);
      expect(svg, name).not.toMatch(/NaN|undefined|<script|href="http/);
      const written = texts(svg).filter((text) => text.startsWith("⚠"));
      expect(written.length, name).toBeGreaterThanOrEqual(made.warnings.length);
      // Names may hold subscripts, which are text of their own.
      for (const warning of made.warnings) {
        const start = warning.replace(/<[^>]*>/g, "").slice(0, 12);
        expect(written.some((text) => text.includes(start)), `${name}: ${start}`).toBe(true);
      }
    }
  });

  test("good chains carry no warning, bad ones do", () => {
    for (const name of ["trace", "traceMany", "autocorrelation", "ranks", "ranksMany", "ess", "tempering"]) {
      expect(gallery[name]!().warnings, name).toEqual([]);
    }
    for (const name of ["traceDrift", "autocorrelationShort", "ranksDrift", "essDrift", "temperingBlocked"]) {
      expect(gallery[name]!().warnings.length, name).toBeGreaterThan(0);
    }
  });

  test("are the same bytes again, and others for other draws", async () => {
    const first = svgOf(await traceFigure(good)), again = svgOf(await traceFigure(good));
    expect(again).toBe(first);
    const moved = good.map((chain) => Float64Array.from(chain));
    moved[0]![1000]! += 5;
    expect(svgOf(await traceFigure(moved))).not.toBe(first);
  });

  test("warnings do not take room from the plot, and the sentence for those who cannot see it holds them", async () => {
    const parts = traceParts(drifting), { spec, height } = diagnosticSpec(parts, 720, 400);
    const margin = (spec.layout as { margin: { t: number; b: number } }).margin;
    const { spec: bare, height: bareHeight } = diagnosticSpec({ ...parts, warnings: [], notes: [] }, 720, 400);
    const bareMargin = (bare.layout as { margin: { t: number; b: number } }).margin;
    expect(height - margin.t - margin.b).toBe(bareHeight - bareMargin.t - bareMargin.b);
    const bundle = await traceFigure(drifting, { name: "E" });
    expect(String(bundle["text/html"])).toMatch(/alt="[^"]*Warning: R̂ = [^"]* above 1.01/);
  });
});

describe("chainWarnings()", () => {
  test("speaks of censored times, of short chains and of R-hat above 1.01, each at its limit", () => {
    expect(chainWarnings({ reading: tauReading(20, 1000), rHat: 1.01 })).toEqual([]);
    expect(chainWarnings({ reading: tauReading(20.11, 1000) })[0]).toMatch(
      /1000 draws are 49.7 τ: run at least 50 τ = 1006/,
    );
    expect(chainWarnings({ reading: tauReading(120.5, 1000) })[0]).toMatch(/τ ≥ 120.5 is censored: above 0.12 L = 120/);
    expect(chainWarnings({ rHat: 1.0101 })[0]).toMatch(/R̂ = 1.010 is above 1.01/);
    expect(chainWarnings({ rHat: NaN })).toEqual([]);
    expect(chainWarnings({ rHat: Infinity })).toHaveLength(1);
  });
});

describe("traceFigure()", () => {
  test("shows all draws of short chains, and says τ and R-hat", () => {
    const { data, notes } = traceParts(good, "energy");
    const drawn = data.filter((trace) => trace["yaxis"] === "y2");
    expect(drawn.map((trace) => trace["y"])).toEqual(good.map((chain) => [...chain]));
    expect(notes[0]).toContain(`τ = ${estimateTau(good).tau.toPrecision(4)}`);
    expect(notes[0]).toContain(`R̂ = ${rHat(good).toPrecision(4)}`);
  });

  test("shows the shares of few values as they are, and of many in bins that add up to one", () => {
    const shares = (draws: typeof good | typeof signs) =>
      traceParts(draws).data.filter((trace) => trace["xaxis"] === "x2") as unknown as { x: number[]; y: number[] }[];
    expect(shares(signs)[0]!.y).toEqual([-1, 1]);
    const minus = signs[0]!.filter((value) => value === -1).length / 1500;
    expect(shares(signs)[0]!.x[0]).toBeCloseTo(minus, 12);
    for (const { x } of shares(good)) expect(x.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test("is drawn of 8 chains of 100,000 draws and stays below the limit", async () => {
    const chain = Float64Array.from({ length: 100_000 }, (_, t) => Math.sin(t * t));
    const bundle = await traceFigure(Array.from({ length: 8 }, () => chain));
    expect(wordsOf(bundle)).toMatch(/Figure: Trace of one observable/);
  }, 60_000);

  test("is drawn of one chain, and of chains that never move", async () => {
    expect(texts(svgOf(await traceFigure([good[0]!]))).join(" ")).toMatch(/1 chain × 2000 draws/);
    const stuck = [new Float64Array(100).fill(3), new Float64Array(100).fill(3)];
    expect(wordsOf(await traceFigure(stuck))).toMatch(/Warning: No draw differs from another/);
  });

  test("thinDraws() keeps the extremes of every stretch in order", () => {
    const chain = many[0]!, { x, y } = thinDraws(chain, 100);
    expect(x.length).toBeLessThanOrEqual(100);
    expect([Math.max(...y), Math.min(...y)]).toEqual([Math.max(...chain), Math.min(...chain)]);
    for (let k = 0; k < x.length; k++) {
      expect(y[k]).toBe(chain[x[k]! - 1]);
      if (k > 0) expect(x[k]!).toBeGreaterThan(x[k - 1]!);
    }
  });
});

describe("autocorrelationFigure()", () => {
  test("marks τ, L/50 and 0.12·L where they are", () => {
    const one = autocorrelationOf("x", good), { data, layout } = autocorrelationParts([one]);
    expect(data[1]!["x"]).toEqual([one.reading.tau, one.reading.tau]);
    const shapes = layout["shapes"] as { type: string; x0: number }[];
    expect(shapes.map(({ type, x0 }) => [type, x0])).toEqual([["line", 40], ["rect", 240]]);
    expect((data[0]!["y"] as number[])[0]).toBe(one.rho[1]);
  });

  test("shows a censored time as a lower bound, with its name", async () => {
    const once = Float64Array.from({ length: 1200 }, (_, t) => t < 600 ? -1 : 1);
    const bundle = await autocorrelationFigure([autocorrelationOf("m", [once]), autocorrelationOf("x", good)]);
    const words = texts(svgOf(bundle)).join("\n");
    expect(words).toMatch(/⚠ m: τ ≥ 200.0 is censored/);
    expect(words).toMatch(/^τ ≥ 200.0$/m);
    expect(words).not.toMatch(/⚠ x/);
  });

  test("takes what the streamed gradient gives", async () => {
    const model = ising({ n: 2, edges: [[0, 1]], weights: [0], beta: 1 });
    const gradient = new GradientAutocorrelation(model, { chains: 8 }), source = flippingSource([3, 4], 8, 1);
    for (let t = 0; t < 20_000; t++) gradient.push(source.next());
    const curve = gradient.curve(0), reading = gradient.reading(0);
    const { data, warnings } = autocorrelationParts([{ name: "x₁x₂", ...curve, reading }]);
    expect(warnings).toEqual([]);
    expect((data[0]!["x"] as number[]).at(-1)).toBeGreaterThan(2000);
    expect(await autocorrelationFigure([{ name: "x₁x₂", ...curve, reading }])).toBeDefined();
  });

  test("refuses what it cannot draw", () => {
    expect(() => autocorrelationParts([])).toThrow(/there are none; give at least one series/);
    const series = { name: "x", lags: [0, 1], rho: [1], reading: tauReading(1, 10) };
    expect(() => autocorrelationParts([series])).toThrow(InputError);
    expect(() => autocorrelationOf("x", [[1, NaN, 2]])).toThrow(InputError);
  });
});

describe("rankFigure()", () => {
  test("shows the rank histogram over its expectation, in panels or as a map", () => {
    const { counts, expected } = rankHistogram(good, 20);
    const { data } = rankParts(good);
    data.forEach((trace, c) => {
      const drawn = trace["y"] as number[];
      drawn.forEach((share, b) => expect(share).toBeCloseTo(counts[c]![b]! / expected, 12));
    });
    const map = rankParts(many, { bins: 10 }).data[0]!;
    expect([map["type"], (map["z"] as number[][]).length, (map["z"] as number[][])[0]!.length]).toEqual([
      "heatmap",
      32,
      10,
    ]);
  });

  test("is drawn of any number of chains", async () => {
    for (const chains of [1, 2, 3, 5, 8, 9]) expect(await rankFigure(many.slice(0, chains))).toBeDefined();
  });
});

describe("essFigure()", () => {
  test("ends at the sizes of the whole chains and warns of those below 100 per chain", () => {
    const { data } = essParts(good);
    expect((data[0]!["y"] as number[]).at(-1)).toBe(effectiveSampleSize(good, "bulk"));
    expect((data[1]!["y"] as number[]).at(-1)).toBe(effectiveSampleSize(good, "tail"));
    expect(data[2]!["y"]).toEqual([400, 400]);
    expect(essParts(drifting).warnings.join("\n")).toMatch(/The bulk ESS ends at \d+, below 100 per chain = 400/);
    expect(() => essFigure([[1, 2, 3]])).toThrow(InputError);
  });
});

describe("temperingFigure()", () => {
  test("adds up the barrier along the ladder and says the best round-trip rate", () => {
    const { data, notes } = temperingParts({ betas: [0, 0.25, 1], rejections: [0.25, 0.5] });
    expect(data[1]).toMatchObject({ x: [0, 0.25, 1], y: [0, 0.25, 0.75] });
    expect(notes[0]).toMatch(/Λ = 0.75, even rejection 0.375 \(dashed\), best round-trip rate 1\/\(2 \+ 2Λ\) = 0.286/);
  });

  test("counts round trips, and warns of blocked edges and of replicas that never return", () => {
    const free = temperingParts(journey([0.3, 0.3, 0.3], 2000));
    expect(free.warnings).toEqual([]);
    expect(free.notes[1]).toMatch(/^\d{2,} round trips in 2000 times/);
    const { warnings } = temperingParts(journey([0.3, 0.96, 0.3, 1], 300));
    expect(warnings[0]).toMatch(/The edge between rungs 1 and 2 rejects 96 % of its swaps: put a rung there/);
    expect(warnings[1]).toMatch(/between rungs 3 and 4 rejects 100 %/);
    expect(warnings[2]).toMatch(/No replica made a round trip/);
  });

  test("is drawn of ladders of 2 and of 96 rungs", async () => {
    expect(await temperingFigure(journey([0.5], 50))).toBeDefined();
    expect(await temperingFigure(journey(new Array<number>(95).fill(0.2), 500))).toBeDefined();
  });

  test("refuses ladders and rates that cannot be", () => {
    const bad = [
      { betas: [1], rejections: [] },
      { betas: [0, 1], rejections: [] },
      { betas: [0, 1, 1], rejections: [0.1, 0.1] },
      { betas: [0, 1, 0.5], rejections: [0.1, 0.1] },
      { betas: [0, NaN], rejections: [0.1] },
      { betas: [0, Infinity], rejections: [0.1] },
      { betas: [0, 1], rejections: [1.1] },
      { betas: [0, 1], rejections: [NaN] },
      { betas: [0, 1], rejections: [0.5], places: [[0, 1]] },
    ];
    for (const record of bad) expect(() => temperingParts(record), JSON.stringify(record)).toThrow(InputError);
  });
});
