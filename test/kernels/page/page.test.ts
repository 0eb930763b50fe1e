import { Buffer } from "node:buffer";
import { Window } from "happy-dom";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { figure, progress, table } from "../../../lib/notebook/mod.ts";
import { renderPage } from "../../../kernels/page/mod.ts";
import { ATTACKS, maliciousNotebook } from "./attacks.ts";
import { ACTIVE, activeContent, THEME_SWITCH } from "./active_content.ts";
import { code, notebook, prose, shown } from "./notebooks.ts";

type Page = InstanceType<typeof Window>["document"];

function parse(page: string): Page {
  const window = new Window({ settings: { disableJavaScriptFileLoading: true, disableCSSFileLoading: true } });
  return new window.DOMParser().parseFromString(page, "text/html") as unknown as Page;
}

async function pageOf(...cells: Parameters<typeof notebook>): Promise<Page> {
  return parse(await renderPage(notebook(...cells), { title: "T" }));
}

describe("renderPage() with a malicious notebook", () => {
  test("holds nothing active and asks the network for nothing", async () => {
    const { document, ledger } = maliciousNotebook("globalThis.pwned=1", "http://127.0.0.1:9");
    const page = await renderPage(document, { title: `</title><script>globalThis.pwned=1</script>`, ledger });
    expect(page.split(THEME_SWITCH)).toHaveLength(2);
    expect(activeContent(parse(page.replace(THEME_SWITCH, "")))).toEqual([]);
    // The attackers' words are still there to be read, as text.
    expect(parse(page).body.textContent).toContain("<script>globalThis.pwned=1</script>");
  });

  test("has no tag of another kind, however a browser may read it", async () => {
    const { document, ledger } = maliciousNotebook("globalThis.pwned=1", "http://127.0.0.1:9");
    const page = (await renderPage(document, { title: "T", ledger })).replace(THEME_SWITCH, "");
    const tags = new Set([...page.matchAll(/<([^\s>/]+)/g)].map((match) => match[1]!.toLowerCase()));
    const dangerous = [...tags].filter((tag) => ACTIVE.has(tag) || !/^(?:!doctype|[a-z][a-z0-9]*)$/.test(tag));
    expect(dangerous).toEqual([]);
  });

  // happy-dom reads the other two otherwise than browsers do; the test above covers them.
  const found = ATTACKS.filter((attack) => !/^(?:<scr<|<!-->)/.test(attack));
  test.each(found)("is the control: the same check finds %s where it is not removed", (attack) => {
    const source = attack.replaceAll("ACT", "globalThis.pwned=1").replaceAll("HOST", "http://127.0.0.1:9");
    expect(activeContent(parse(`<html><body>${source}</body></html>`))).not.toEqual([]);
  });

  test("forbids by policy whatever might be left", async () => {
    const page = parse(await renderPage(notebook(), { title: "T" }));
    const policy = page.querySelector("meta[http-equiv='Content-Security-Policy']")!.getAttribute("content")!;
    expect(policy.split("; ").sort()).toEqual(
      ["default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'"]
        .sort(),
    );
  });
});

describe("renderPage()", () => {
  test("turns formulas into MathML, inline and displayed", async () => {
    const page = await pageOf(prose("Inline $\\tau_{\\max}$, $5 and $6.\n\n$$\n\\frac{1}{2}\n$$"));
    const formulas = [...page.querySelectorAll("math")];
    expect(formulas).toHaveLength(2);
    expect(formulas[1]!.getAttribute("display")).toBe("block");
    expect(page.querySelectorAll("mfrac")).toHaveLength(1);
    expect(page.querySelector(".katex-block")!.getAttribute("tabindex")).toBe("0");
    expect(page.body.textContent).toContain("$5 and $6");
    expect(page.querySelectorAll(".katex-html")).toHaveLength(0);
  });

  test("shows a figure as a picture with its words", async () => {
    const bundle = await figure({ data: [{ y: [1, 2] }] }, { alt: `Two "points" & <more>` });
    const page = await pageOf(code("await showFigure()", [shown(bundle)]));
    const images = [...page.querySelectorAll("img")];
    expect(images).toHaveLength(1);
    expect(images[0]!.getAttribute("alt")).toBe(`Two "points" & <more>`);
    const [head, content] = images[0]!.getAttribute("src")!.split(",") as [string, string];
    expect(head).toBe("data:image/svg+xml;base64");
    expect(Buffer.from(content, "base64").toString("utf8")).toBe(bundle["image/svg+xml"]);
    expect(page.querySelectorAll("script")).toHaveLength(0);
  });

  test("keeps the text and the alignment of a table", async () => {
    const bundle = table([{ name: "a<b", value: -1.5 }], { caption: "Values" });
    const page = await pageOf(code("", [shown(bundle)]));
    expect([...page.querySelectorAll(".rich td")].map((cell) => cell.textContent)).toEqual(["a<b", "−1.5"]);
    expect(page.querySelectorAll(".rich td")[1]!.getAttribute("style")).toContain("text-align:right");
    expect(page.querySelector(".rich caption")!.textContent).toBe("Values");
  });

  test("shows progress as its last line", async () => {
    const bundle = {
      "application/vnd.thermolab.progress+json": { label: "cells", done: 3, total: 3 },
      "text/html": "<div>bar</div>",
      "text/plain": "cells: done, 3 of 3",
    };
    const page = await pageOf(code("", [shown(bundle)]));
    expect(page.querySelector(".outputs")!.textContent).toBe("cells: done, 3 of 3");
    expect(progress("cells", 3)).toBeDefined();
  });

  test("colours terminal text, drops other control characters and shows errors", async () => {
    const page = await pageOf(code("f()", [
      {
        output_type: "stream",
        name: "stdout",
        text: ["\u001b[32mgreen\u001b[39m \u001b]0;title\u0007x\u001b[2Ky\n", "1 %\r2 %\n"],
      },
      {
        output_type: "error",
        ename: "FigureError",
        evalue: "Cannot \u001b[1mdraw\u001b[0m",
        traceback: ["at \u001b[36mcell\u001b[0m"],
      },
    ]));
    expect(page.querySelector(".stdout")!.textContent).toBe("green xy\n2 %\n");
    expect(page.querySelector(".stdout .ansi-green")!.textContent).toBe("green");
    expect(page.querySelector(".error p")!.textContent).toBe("FigureError: Cannot draw");
    expect(page.querySelector(".error pre .ansi-cyan")!.textContent).toBe("cell");
    // deno-lint-ignore no-control-regex
    expect(page.documentElement.outerHTML).not.toMatch(/\u001b/);
  });

  test("folds code, with its first line to be seen, and leaves the pre-registration open", async () => {
    const page = await pageOf(code("\n  const a = '<b>';\nsecond();"), code("register();", [], ["preregistration"]));
    const [folded, open] = [...page.querySelectorAll(".code > details")];
    expect(folded!.hasAttribute("open")).toBe(false);
    expect(folded!.querySelector("summary code")!.textContent).toBe("const a = '<b>';");
    expect(folded!.querySelector("pre")!.textContent).toBe("\n  const a = '<b>';\nsecond();");
    expect(folded!.querySelector("pre span[style*='--shiki-dark']")).not.toBeNull();
    expect(open!.hasAttribute("open")).toBe(true);
    expect(open!.querySelector("summary")!.textContent).toContain("Pre-registration");
  });

  test("begins with the notebook's own heading, once", async () => {
    const page = await pageOf(prose("# Gap of $P$\n\nText"), prose("## A"), prose("## A"), prose("## B $\\tau$"));
    expect([...page.querySelectorAll("h1")].map((h) => h.querySelector("math") !== null)).toEqual([true]);
    const links = [...page.querySelectorAll(".contents a")].map((link) => link.getAttribute("href")!);
    expect(links).toHaveLength(3);
    expect(new Set(links).size).toBe(3);
    for (const link of links) expect(page.getElementById(link.slice(1))!.tagName).toBe("H2");
    expect(page.querySelectorAll(".contents a")[2]!.querySelector("math")).not.toBeNull();
    const untitled = await pageOf(prose("Text"));
    expect(untitled.querySelector("h1")!.textContent).toBe("T");
  });

  test("lists headings without the links, pictures and markup that they hold", async () => {
    const page = await pageOf(
      prose("## [A](https://example.org) <b>x</b>"),
      prose("## ![p](data:image/png;base64,AA==)"),
      prose("## C"),
    );
    const [first, second] = [...page.querySelectorAll(".contents a")];
    expect(first!.textContent).toBe("A <b>x</b>");
    expect(first!.querySelector("a, b")).toBeNull();
    expect(second!.querySelector("img")).toBeNull();
  });

  test("shows the verdict, the rows and where they come from", async () => {
    const rule = {
      id: "P1",
      statement: "s < t",
      verdict: "FAIL",
      measure: "Infinity",
      threshold: "≤ 1",
      published: null,
      mark: "P",
      reason: "r",
    };
    const clause = {
      label: "gap",
      verdict: "PASS",
      measure: 0.05,
      error: 0.01,
      comparison: "<=",
      threshold: 0.1,
      row: null,
      reason: null,
    };
    const gate = { ...rule, id: "V1", verdict: "PASS", mark: ["O"], reason: null, clauses: [clause] };
    const ledger = {
      mode: "quick",
      verdict: { predictions: [rule], gates: [gate], outcome: "TRACKS" },
      rows: [{ measure: "gap", params: { M: 2 }, value: 0.5, mcse: null, n: 1, unit: "1", status: "ok", reason: null }],
      digests: { code: "sha256:abc", lock: null },
      preregistration: { digest: "sha256:def" },
      device: { cpu: "x" },
    };
    const page = parse(
      await renderPage(notebook(), { title: "T", ledger, notebookHref: "a b.ipynb", ledgerHref: "../data/x.json" }),
    );
    expect(page.querySelector(".outcome strong")!.textContent).toBe("TRACKS");
    const rows = [...page.querySelectorAll(".verdict tbody tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent)
    );
    expect(rows).toEqual([
      ["P1 [P]", "s < tr", "FAIL", "∞", "≤ 1", "–"],
      ["V1 [O]", "s < t", "PASS", "gap 0.05 ± 0.01", "≤ 0.1", "–"],
    ]);
    expect([...page.querySelectorAll(".rows td")].map((cell) => cell.textContent)).toEqual([
      "gap",
      "2",
      "0.5",
      "–",
      "1",
      "1",
      "ok",
      "–",
    ]);
    const footer = page.querySelector("footer")!.textContent!;
    for (const fact of ["sha256:abc", "sha256:def", "cpu x"]) expect(footer).toContain(fact);
    expect(footer).not.toContain("lock");
    expect([...page.querySelectorAll(".links a")].map((link) => link.getAttribute("href"))).toEqual([
      "a b.ipynb",
      "../data/x.json",
    ]);
  });

  test.each([undefined, null, 5, [], {}, { verdict: null, rows: null, digests: 3 }, { verdict: { predictions: {} } }])(
    "goes without a ledger, or with the ledger %j",
    async (ledger) => {
      const page = parse(await renderPage(notebook(prose("Text")), { title: "T", ledger }));
      expect(page.querySelector("main")!.textContent!.trim()).toBe("Text");
      expect(page.querySelectorAll(".verdict, .rows, dl")).toHaveLength(0);
    },
  );

  test.each(["https://example.org/x", "//example.org/x", "javascript:x", " data:x", "\\\\host\\x"])(
    "refuses to link to %j",
    async (href) => {
      await expect(renderPage(notebook(), { title: "T", notebookHref: href })).rejects.toThrow(InputError);
    },
  );

  test("keeps letters of every script", async () => {
    const page = await renderPage(notebook(prose("Über 日本語 🙂 ⊥")), { title: "γ" });
    expect(parse(page).querySelector("main")!.textContent).toContain("Über 日本語 🙂 ⊥");
    expect(page).toContain('<meta charset="utf-8">');
  });

  test("shows the pictures that are part of the notebook and links to the others", async () => {
    const attachments = { "p.png": { "image/png": "iVBORw0KGgo=" } };
    const page = await pageOf(
      prose("![mine](attachment:p.png) ![other](https://example.org/x.png)", { attachments }),
      code("", [shown({ "image/png": "iVBORw0K\nGgo=\n", "text/plain": "picture" })]),
    );
    expect([...page.querySelectorAll("img")].map((image) => image.getAttribute("src"))).toEqual([
      "data:image/png;base64,iVBORw0KGgo=",
      "data:image/png;base64,iVBORw0KGgo=",
    ]);
    expect(page.querySelector(".prose a")!.getAttribute("href")).toBe("https://example.org/x.png");
  });

  test("shortens huge texts and says so", async () => {
    const text = "0123456789\n".repeat(100_000);
    const page = await renderPage(notebook(code("f()", [{ output_type: "stream", name: "stdout", text }])), {
      title: "T",
    });
    expect(page.length).toBeLessThan(200_000);
    expect(page).toContain("1000000 characters left out");
  });

  test("falls back from form to form", async () => {
    const page = await pageOf(code("", [
      shown({ "text/markdown": "*m*", "text/plain": "p" }),
      shown({ "text/latex": "\\frac{a}{b}", "text/plain": "p" }),
      shown({ "text/plain": ["l1\n", "l2"] }),
      shown({ "application/json": { a: 1 } }),
      shown({ "application/x-unknown": 1 }),
      { output_type: "execute_result", execution_count: 1, metadata: {}, data: { "text/plain": "v" } },
    ]));
    const outputs = [...page.querySelector(".outputs")!.children].map((output) => output.textContent!.trim());
    expect(page.querySelector(".outputs em")!.textContent).toBe("m");
    expect(page.querySelectorAll(".outputs mfrac")).toHaveLength(1);
    expect(outputs.slice(2)).toEqual([
      "l1\nl2",
      '{\n  "a": 1\n}',
      "An output that cannot be shown on a page (application/x-unknown)",
      "v",
    ]);
  });

  test("gives the same bytes each time and leaves the notebook as it was", async () => {
    const { document, ledger } = maliciousNotebook("a()", "http://127.0.0.1:9");
    const before = JSON.stringify(document);
    const first = await renderPage(document, { title: "T", ledger });
    await renderPage(notebook(prose("# Other")), { title: "O" });
    expect(await renderPage(document, { title: "T", ledger })).toBe(first);
    expect(JSON.stringify(document)).toBe(before);
  });

  test("loads in a page of its own: no address outside of links", async () => {
    const bundle = await figure({ data: [{ y: [1, 2] }] }, { alt: "a" });
    const source = await renderPage(notebook(prose("[a](https://example.org) $x$"), code("a", [shown(bundle)])), {
      title: "T",
    });
    const page = parse(source.replace(THEME_SWITCH, ""));
    expect(activeContent(page)).toEqual([]);
    expect([...page.querySelectorAll("link")].map((link) => link.getAttribute("href"))).toEqual(["data:,"]);
  });
});
