import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Window } from "happy-dom";
import { describe, expect, test } from "vitest";
import { figure } from "../../../../lib/notebook/figure/figure.ts";
import { STATIC_TRACE_TYPES } from "../../../../lib/notebook/figure/check_traces.ts";
import { FigureError, type FigureSpec } from "../../../../lib/notebook/figure/spec.ts";
import { PLOTLY_MIME } from "../../../../lib/notebook/mime.ts";
import { denoCommand } from "./deno_command.ts";
import { gallery } from "./gallery.ts";

async function svgOf(spec: FigureSpec): Promise<string> {
  return String((await figure(spec, { alt: "a" }))["image/svg+xml"]);
}

function digest(svg: string): string {
  return createHash("sha256").update(svg).digest("hex");
}

describe("figure()", () => {
  test("gives the four forms, with exactly one image as HTML", async () => {
    const bundle = await figure(gallery.bars!, { alt: `Bars "A" & <B>`, width: 600, height: 300 });
    expect(Object.keys(bundle).sort()).toEqual([PLOTLY_MIME, "image/svg+xml", "text/html", "text/plain"].sort());
    const { document } = new Window();
    document.body.innerHTML = String(bundle["text/html"]);
    expect(document.body.childNodes).toHaveLength(1);
    const image = document.body.firstElementChild!;
    expect(image.tagName).toBe("IMG");
    expect(image.getAttribute("alt")).toBe(`Bars "A" & <B>`);
    expect(image.getAttribute("width")).toBe("600");
    const [head, content] = image.getAttribute("src")!.split(",") as [string, string];
    expect(head).toBe("data:image/svg+xml;base64");
    expect(Buffer.from(content, "base64").toString("utf8")).toBe(bundle["image/svg+xml"]);
    // The interactive form takes the width of its place.
    const { data, layout } = bundle[PLOTLY_MIME] as { data: unknown; layout: Record<string, unknown> };
    expect(data).toEqual(gallery.bars!.data);
    expect(layout).toMatchObject({ height: 300, autosize: true });
    expect(layout).not.toHaveProperty("width");
  });

  test("draws every kind of trace that it accepts", async () => {
    const drawn = new Set(
      Object.values(gallery).flatMap(({ data }) => data.map((trace) => trace["type"] ?? "scatter")),
    );
    expect([...drawn].sort()).toEqual([...STATIC_TRACE_TYPES].sort());
    for (const [name, spec] of Object.entries(gallery)) {
      const svg = await svgOf(spec);
      const { document } = new Window();
      document.body.innerHTML = svg;
      const marks = document.querySelectorAll(".trace, .hm image, .contourfill path, .violins path, .boxes path");
      expect(marks.length, name).toBeGreaterThan(0);
      expect(svg, name).not.toMatch(/NaN|undefined|<script|href="http/);
    }
  });

  test("gives the same bytes in any order of figures", async () => {
    const { scatter, heatmap, bars } = gallery;
    const first = [await svgOf(scatter!), await svgOf(heatmap!), await svgOf(bars!)];
    const second = [await svgOf(bars!), await svgOf(heatmap!), await svgOf(scatter!)].reverse();
    expect(second.map(digest)).toEqual(first.map(digest));
    const together = await Promise.all([svgOf(heatmap!), svgOf(scatter!), svgOf(bars!)]);
    expect([together[1], together[0], together[2]].map((svg) => digest(svg!))).toEqual(first.map(digest));
    // The control: the digest sees a change of one point.
    const changed = { ...scatter!, data: [{ ...scatter!.data[0], x: [1, 2, 4] }] };
    expect(digest(await svgOf(changed))).not.toBe(digest(first[0]!));
  });

  test("gives the same bytes in another process of Deno, also when this one is Node", async () => {
    const deno = denoCommand();
    if (deno === null) {
      console.log("NOT RUN: the same figures in Deno, because THERMOLAB_DENO does not name it");
      return;
    }
    const script = fileURLToPath(new URL("digests.ts", import.meta.url));
    const output = execFileSync(deno.command, [...deno.args, script], { encoding: "utf8", env: deno.environment });
    const expected: Record<string, string> = {};
    for (const [name, spec] of Object.entries(gallery)) expected[name] = digest(await svgOf(spec));
    expect(JSON.parse(output)).toEqual(expected);
  });

  test("does not change the specification that it is given", async () => {
    const before = JSON.stringify(gallery.scatter);
    await svgOf(gallery.scatter!);
    expect(JSON.stringify(gallery.scatter)).toBe(before);
  });

  test("gives labels the room that they need", async () => {
    const { document } = new Window();
    const name = "a name of forty-one characters, exactly so";
    document.body.innerHTML = await svgOf({ data: [{ y: [1, 2], name }, { y: [2, 1], name: "b" }] });
    const legend = document.querySelector(".legend")!;
    expect(legend.textContent).toContain(name);
    const left = Number(/translate\(([\d.]+)/.exec(legend.getAttribute("transform")!)![1]);
    // 41 characters of 13 px are about 250 px wide; the line before them is 40 px.
    expect(720 - left).toBeGreaterThan(270);
    expect(legend.querySelector("[clip-path]")).toBeNull();
  });

  test("takes a described legend that one curve does not show", async () => {
    const data = [{ y: [1, 2], name: "a" }], legend = { orientation: "h" };
    expect(await svgOf({ data, layout: { legend } })).not.toContain('class="legend"');
    expect(await svgOf({ data, layout: { legend, showlegend: false } })).not.toContain('class="legend"');
    expect(await svgOf({ data, layout: { legend, showlegend: true } })).toContain('class="legend"');
  });

  test("says below the chart how many points it does not draw", async () => {
    const spec = {
      data: [
        { y: [1, NaN, Infinity, 0, -1, null, 5], name: "Q<sub>op</sub>" },
        { y: Float64Array.of(1, 2), name: "good" },
        { x: [0, 1], y: [0, -1], yaxis: "y2", name: "linear" },
      ],
      layout: { yaxis: { type: "log" }, yaxis2: { overlaying: "y", side: "right" } },
    };
    const bundle = await figure(spec, { alt: "a", height: 300 });
    const svg = String(bundle["image/svg+xml"]);
    expect(svg).toContain(
      ">⚠ Qop: 4 of 7 points not drawn (2 not finite, 2 not positive on a logarithmic axis)</text>",
    );
    expect(svg.match(/⚠/g)).toHaveLength(1);
    expect(svg).toContain('height="324" viewBox="0 0 720 324"');
    expect(bundle["text/plain"]).toContain("Warning: Qop: 4 of 7 points");
    const { data, layout } = bundle[PLOTLY_MIME] as { data: { y: unknown }[]; layout: { annotations: unknown[] } };
    expect(data[0]!.y).toEqual([1, null, null, null, null, null, 5]);
    expect(layout.annotations).toHaveLength(1);
  });

  test("says how many cells of a heat map it does not draw", async () => {
    const spec = { data: [{ type: "heatmap", z: [[1, NaN], [Infinity, 2]], name: "h" }] };
    expect(await svgOf(spec)).toContain("⚠ h: 2 of 4 cells not drawn (not finite)");
  });

  test("breaks long warnings into lines that fit", async () => {
    const bundle = await figure({ data: [{ y: [NaN, 1], name: "word ".repeat(60) }] }, { alt: "a" });
    const lines = String(bundle["image/svg+xml"]).match(/<text x="12" y="[\d.]+">/g)!;
    expect(lines.length).toBeGreaterThan(2);
  });

  test.each<[string, FigureSpec, RegExp]>([
    ["no trace", { data: [] }, /without traces/],
    ["WebGL", { data: [{ type: "scattergl", y: [1] }] }, /data\[0\] of type "scattergl" without a browser/],
    ["a map from the network", { data: [{ type: "scattergeo" }] }, /"scattergeo"/],
    ["a misspelt type", { data: [{ type: "scater" }] }, /"scater"/],
    ["a misspelt attribute", { data: [{ y: [1], colour: "red" }] }, /data\[0\]\.colour/],
    ["a misspelt layout", { data: [{ y: [1] }], layout: { xaxis: { titel: "x" } } }, /layout\.xaxis\.titel/],
    [
      "a misspelt legend",
      { data: [{ y: [1] }], layout: { legend: { orientation: "sideways" } } },
      /layout\.legend\.orientation/,
    ],
    ["a wrong choice of legend", { data: [{ y: [1] }], layout: { showlegend: "never" } }, /layout\.showlegend/],
    ["a wrong value", { data: [{ y: [1], mode: "dots" }] }, /data\[0\]\.mode: .*dots/],
    ["different lengths", { data: [{ x: [1, 2], y: [1] }] }, /x has 2 values and y has 1/],
    [
      "a range that is not finite",
      { data: [{ y: [1] }], layout: { yaxis: { range: [0, Infinity] } } },
      /range\[1\]: it is Infinity/,
    ],
    ["a size that is not finite", { data: [{ y: [1], marker: { size: NaN } }] }, /data\[0\]\.marker\.size: it is NaN/],
    ["a function", { data: [{ y: [1], name: (() => 1) as never }] }, /"function" has no place/],
    ["TeX", { data: [{ y: [1] }], layout: { title: { text: "$\\tau$" } } }, /figures have no TeX/],
    ["too much", { data: [{ y: Array.from({ length: 150_000 }, (_, i) => Math.sin(i)) }] }, /fewer points/],
  ])("refuses %s", async (_what, spec, message) => {
    const error = await figure(spec, { alt: "a" }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FigureError);
    expect((error as Error).message).toMatch(message);
    // And the next figure is drawn all the same.
    expect(await svgOf({ data: [{ y: [1, 2] }] })).toContain("<svg");
  });

  test("refuses a specification that contains itself", async () => {
    const loop: Record<string, unknown> = {};
    loop["meta"] = loop;
    await expect(figure({ data: [{ y: [1], meta: loop }] }, { alt: "a" })).rejects.toThrow(/contains itself/);
  });

  test("refuses to go without words and without a sensible size", async () => {
    await expect(figure(gallery.bars!, { alt: " " })).rejects.toThrow(/give alt/);
    await expect(figure(gallery.bars!, { alt: "a", width: 12 })).rejects.toThrow(/width 12/);
    await expect(figure(gallery.bars!, { alt: "a", height: 300.5 })).rejects.toThrow(/height 300.5/);
  });
});
