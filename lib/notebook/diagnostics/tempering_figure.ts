import { replicaFlow } from "../../diagnostics/replica_flow.ts";
import { InputError } from "../../errors.ts";
import { describeValue } from "../../random/check.ts";
import type { Trace } from "../figure/spec.ts";
import { PALETTE } from "../figure/template.ts";
import { formatNumber } from "../format_number.ts";
import type { MimeBundle } from "../mime.ts";
import { diagnosticFigure, type DiagnosticFigureOptions, type DiagnosticParts } from "./diagnostic_figure.ts";

/** What a run of parallel tempering left behind. */
export interface TemperingRecord {
  /** The inverse temperatures of the R rungs, in the order of the ladder. */
  readonly betas: ArrayLike<number>;
  /** The share of proposed swaps between the rungs k and k + 1 that was rejected, R − 1 numbers in [0, 1]. */
  readonly rejections: ArrayLike<number>;
  /** The rung of each replica at each recorded time, `places[r][t]`. */
  readonly places?: readonly ArrayLike<number>[];
}

const SHOWN_REPLICAS = 3, SHOWN_TIMES = 150;
/** Above this an edge of the ladder is warned of: hardly any replica passes it. */
const BLOCKED = 0.95;

/**
 * How a tempering ladder works: the rejection rate of each edge beside the even one, the communication barrier Λ added up over the
 * ladder (Syed et al. 2021: Λ = Σ of the rejection rates, best round-trip rate 1/(2 + 2Λ)), and, when the replicas' places are
 * given, their journeys and flow (Katzgraber et al. 2006). Blocked edges and replicas that never return are warned of.
 *
 * @throws {InputError} for a ladder that is not monotonic, rates outside [0, 1], or places that are no permutations.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bundle = await temperingFigure({ betas: [0, 0.5, 1], rejections: [0.2, 1] });
 * assert.match(String(bundle["text/plain"]), /Λ = 1.2/);
 * assert.match(String(bundle["text/plain"]), /Warning: The edge between rungs 1 and 2 rejects 100 % of its swaps/);
 * ```
 */
export function temperingFigure(record: TemperingRecord, options: DiagnosticFigureOptions = {}): Promise<MimeBundle> {
  return diagnosticFigure(temperingParts(record, options.name), options, record.places === undefined ? 340 : 600);
}

/** The tempering plot before it is drawn. */
export function temperingParts(record: TemperingRecord, name = "the ladder"): DiagnosticParts {
  checkRecord(record);
  const betas = Array.from(record.betas), rejections = Array.from(record.rejections), edges = rejections.length;
  const barrier = [0];
  for (const rate of rejections) barrier.push(barrier[barrier.length - 1]! + rate);
  const total = barrier[edges]!, best = 1 / (2 + 2 * total);
  const flow = record.places === undefined ? null : replicaFlow(record.places);
  const upper = flow === null ? [0, 1] : [0.6, 1];
  const notes = [
    `${betas.length} rungs, β from ${formatNumber(betas[0]!)} to ${formatNumber(betas[edges]!)}; Λ = ${
      formatNumber(total)
    }, even rejection ${formatNumber(total / edges, 3)} (dashed), best round-trip rate 1/(2 + 2Λ) = ${
      formatNumber(best, 3)
    }`,
  ];
  const warnings = rejections.flatMap((rate, k) =>
    rate <= BLOCKED ? [] : [
      `The edge between rungs ${k} and ${k + 1} rejects ${
        formatNumber(100 * rate, 3)
      } % of its swaps: put a rung there`,
    ]
  );
  if (flow !== null) {
    const trips = flow.roundTrips.reduce((sum, count) => sum + count, 0), rate = trips / flow.length;
    notes.push(`${trips} round trips in ${flow.length} times: ${formatNumber(rate, 3)} per time`);
    if (trips === 0) warnings.push("No replica made a round trip: the cold rungs have seen only their own start");
  }
  const rungs = betas.map((_, k) => k);
  const data: Trace[] = [
    {
      type: "bar",
      name: "rejection",
      x: rejections.map((_, k) => k + 0.5),
      y: rejections,
      width: 0.8,
      marker: { color: rejections.map((rate) => rate > BLOCKED ? "#b00020" : PALETTE[0]!) },
      showlegend: false,
    },
    {
      name: "Λ",
      mode: "lines+markers",
      x: betas,
      y: barrier,
      xaxis: "x2",
      yaxis: "y2",
      line: { color: PALETTE[2]!, width: 1.5 },
      marker: { color: PALETTE[2]!, size: 6 },
      showlegend: false,
    },
    ...(flow === null ? [] : journeys(record.places!, rungs, flow.flow)),
  ];
  return {
    data,
    layout: {
      xaxis: { domain: [0, 0.44], title: { text: "rung" }, range: [-0.1, edges + 0.1], anchor: "y", ...ticks(edges) },
      yaxis: { domain: upper, title: { text: "rejection rate" }, range: [0, 1], anchor: "x" },
      xaxis2: { domain: [0.56, 1], title: { text: "β" }, anchor: "y2" },
      yaxis2: { domain: upper, title: { text: "barrier Λ(β)" }, rangemode: "tozero", anchor: "x2" },
      ...(flow === null ? {} : {
        xaxis3: {
          domain: [0, 0.6],
          title: { text: `time (the last ${Math.min(SHOWN_TIMES, flow.length)})` },
          anchor: "y3",
        },
        yaxis3: {
          domain: [0, 0.42],
          title: { text: "rung" },
          range: [-0.3, edges + 0.3],
          anchor: "x3",
          ...ticks(edges),
        },
        xaxis4: {
          domain: [0.72, 1],
          title: { text: "rung" },
          range: [-0.2, edges + 0.2],
          anchor: "y4",
          ...ticks(edges),
        },
        yaxis4: { domain: [0, 0.42], title: { text: "flow from rung 0" }, range: [-0.04, 1.04], anchor: "x4" },
      }),
      shapes: [{
        type: "line",
        x0: 0,
        x1: edges,
        xref: "x",
        y0: total / edges,
        y1: total / edges,
        yref: "y",
        line: { color: "#222222", width: 1, dash: "dash" },
      }],
    },
    title: `Tempering: ${name}`,
    notes,
    warnings,
    alt: `Rejection rates of the edges of ${name} and its communication barrier${
      flow === null ? "" : ", journeys and flow of its replicas"
    }`,
  };
}

function ticks(edges: number): Readonly<Record<string, unknown>> {
  return edges <= 12 ? { dtick: 1 } : { nticks: 8 };
}

/** The last places of some replicas, evenly chosen, and the flow beside its straight line. */
function journeys(places: readonly ArrayLike<number>[], rungs: readonly number[], flow: readonly number[]): Trace[] {
  const shown = Math.min(SHOWN_REPLICAS, places.length), last = rungs.length - 1, length = places[0]!.length;
  const first = Math.max(0, length - SHOWN_TIMES),
    times = Array.from({ length: length - first }, (_, t) => first + t + 1);
  return [
    ...Array.from({ length: shown }, (_, k): Trace => {
      const r = Math.round((k * (places.length - 1)) / Math.max(1, shown - 1));
      return {
        name: `replica ${r}`,
        mode: "lines",
        x: times,
        y: times.map((t) => places[r]![t - 1]),
        xaxis: "x3",
        yaxis: "y3",
        line: { color: PALETTE[k % PALETTE.length]!, width: 1.6, shape: "hv" },
        opacity: 0.85,
        showlegend: false,
      };
    }),
    {
      name: "even flow",
      mode: "lines",
      x: [0, last],
      y: [1, 0],
      xaxis: "x4",
      yaxis: "y4",
      line: { color: "#555555", width: 1, dash: "dash" },
      showlegend: false,
    },
    {
      name: "flow",
      mode: "lines+markers",
      x: rungs,
      y: flow.map((share) => Number.isNaN(share) ? null : share),
      xaxis: "x4",
      yaxis: "y4",
      line: { color: PALETTE[1]!, width: 1.5 },
      marker: { color: PALETTE[1]!, size: 6 },
      showlegend: false,
    },
  ];
}

function checkRecord({ betas, rejections, places }: TemperingRecord): void {
  const action = "Cannot draw a tempering ladder";
  if (betas.length < 2 || rejections.length !== betas.length - 1) {
    throw new InputError(
      `${action}: there are ${betas.length} rungs and ${rejections.length} rejection rates; give at least two rungs and one rate for each pair of neighbours`,
    );
  }
  if (places !== undefined && places.length !== betas.length) {
    throw new InputError(
      `${action}: there are ${places.length} replicas and ${betas.length} rungs; give the places of as many replicas as rungs`,
    );
  }
  const direction = Math.sign(betas[1]! - betas[0]!);
  for (let k = 0; k < rejections.length; k++) {
    if (!Number.isFinite(betas[k]! + betas[k + 1]!) || !(direction * (betas[k + 1]! - betas[k]!) > 0)) {
      throw new InputError(
        `${action}: betas[${k}] is ${describeValue(betas[k])} and betas[${k + 1}] is ${
          describeValue(betas[k + 1])
        }; give finite inverse temperatures that only grow or only fall`,
      );
    }
    if (!(rejections[k]! >= 0 && rejections[k]! <= 1)) {
      throw new InputError(
        `${action}: rejections[${k}] is ${describeValue(rejections[k])}; give a share from 0 to 1`,
      );
    }
  }
}
