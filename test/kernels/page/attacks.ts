import { code, notebook, prose, shown } from "./notebooks.ts";
import type { NotebookDocument } from "../../../kernels/runner/mod.ts";

/** Ways to run a script or to reach a server from HTML. `ACT` stands for the script, `HOST` for the server. */
export const ATTACKS: readonly string[] = [
  "<script>ACT</script>",
  "<scr<script>ipt>ACT</script>",
  "<svg onload='ACT'><script>ACT</script><a xlink:href='javascript:ACT'><text>x</text></a></svg>",
  "<math><mtext><table><mglyph><style><img src=x onerror='ACT'></style></mglyph></table></mtext></math>",
  "<img src=x onerror='ACT'>",
  "<img src='HOST/a.png'>",
  "<img src='//127.0.0.1/b.png' srcset='HOST/c.png 2x'>",
  "<img src='data:text/html,<script>ACT</script>'>",
  "<picture><source srcset='HOST/d.png'><img src='relative.png'></picture>",
  "<a href='javascript:ACT'>x</a>",
  "<a href=' &#106;avascript:ACT'>x</a>",
  "<a href='java\nscript:ACT'>x</a>",
  "<a href='data:text/html,<script>ACT</script>' ping='HOST/p'>x</a>",
  "<iframe srcdoc='<script>ACT</script>'></iframe><iframe src='HOST/f'></iframe>",
  "<object data='HOST/o'></object><embed src='HOST/e'>",
  "<form action='HOST/form'><button formaction='javascript:ACT'>x</button><input autofocus onfocus='ACT'></form>",
  "<div style='background:url(HOST/s.png)' onmouseover='ACT'>x</div>",
  "<div style='background:u\\72l(HOST/s2.png)'>x</div>",
  "<div style='background-image:image-set(\"HOST/s3.png\" 1x)'>x</div>",
  "<div style='width:expression(ACT);position:fixed;inset:0;z-index:9;margin-left:-99px'>x</div>",
  "<div style='color:red\\;background:url(HOST/s4.png)'>x</div>",
  "<style>@import 'HOST/i.css'; * { background: url(HOST/s5.png) }</style>",
  "<link rel=stylesheet href='HOST/l.css'><meta http-equiv=refresh content='0;url=HOST/m'><base href='HOST/'>",
  "<video src='HOST/v' poster='HOST/w' onerror='ACT'></video><audio src='HOST/au' onerror='ACT'></audio>",
  "<details open ontoggle='ACT'><summary>x</summary></details>",
  "<p class='verdict badge pass' id='cell-1' onclick='ACT'>PASS</p>",
  "</style></script></title></div></section></main><script>ACT</script>",
  "<!--><script>ACT</script>-->",
  "<xmp><script>ACT</script></xmp><noscript><p title='</noscript><script>ACT</script>'></noscript>",
  "<template><script>ACT</script></template><textarea></textarea><script>ACT</script>",
  // The form in which GHSA-c469-p3jp-2vhx got past a sanitiser.
  "<select><iframe></select><img src=x: onerror='ACT'>",
  // Commands of the surrounding program (CVE-2026-42557), and its names taken by elements (GHSA-9q39-rmj3-p4r2).
  "<button data-commandlinker-command='x:y' data-commandlinker-args='{}'>x</button>",
  "<form id='querySelectorAll'><input name='attributes'></form><img name='getElementById' src='x' onerror='ACT'>",
  "<svg><animate onbegin='ACT' attributeName='x' dur='1s'></animate><set onbegin='ACT'></set></svg>",
  "<svg><use href='data:image/svg+xml,&lt;svg id=x onload=ACT&gt;#x'></use></svg>",
  "<iframe src='javascript:ACT'></iframe><embed src='javascript:ACT'>",
  // What this project's own script looks for.
  `<figure class='figure drawn' data-plot='{"data":[{"y":[1]}],"layout":{"images":[{"source":"HOST/l.png"}]}}'></figure><script>ACT</script>`,
  "<script src='HOST/x.js' data-plotly='HOST/y.js'></script>",
];

/** A figure that tries the same through Plotly. */
function maliciousPlot(act: string, host: string): Record<string, unknown> {
  const text =
    `<a href="javascript:${act}">x</a><img src=x onerror="${act}"><script>${act}</script><b onclick="${act}">b</b>`;
  return JSON.parse(
    JSON.stringify({
      data: [{ type: "scatter", y: [1, 2, 3], name: text, text: [text, text, text], hovertemplate: text, meta: text }],
      layout: {
        title: { text },
        width: 500,
        height: 300,
        images: [{ source: `${host}/plot.png`, xref: "paper", yref: "paper", x: 0, y: 1, sizex: 1, sizey: 1 }],
        template: { layout: { images: [{ source: `${host}/template.png` }] } },
        annotations: [{ text, x: 1, y: 2, clicktoshow: "onoff" }],
        xaxis: { title: { text }, ticktext: [text], tickvals: [1] },
        PROTO: { pwned: 1 },
      },
      config: { plotlyServerURL: host, showSendToCloud: true, showEditInChartStudio: true },
      frames: [{ layout: { images: [{ source: `${host}/frame.png` }] } }],
    }).replace('"PROTO"', '"__proto__"'),
  );
}

/** A notebook and a ledger that try every attack in every place where they may put text. */
export function maliciousNotebook(act: string, host: string): { document: NotebookDocument; ledger: unknown } {
  const filled = ATTACKS.map((attack) => attack.replaceAll("ACT", act).replaceAll("HOST", host));
  const all = filled.join("\n");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" onload="${act}"><script>${act}</script><image href="${host}/svg.png"/></svg>`;
  const document = notebook(
    prose(`# Title ${all.replaceAll("\n", " ")}`),
    prose(
      `${all}\n\n[x](javascript:${act}) ![p](${host}/md.png) ![q](javascript:${act}) <${host}/auto> [d](data:text/html,x)`,
    ),
    prose(
      `$\\href{javascript:${act}}{x}$ $\\includegraphics{${host}/k.png}$ $\\htmlStyle{background:url(${host}/k2.png)}{x}$ $</math><script>${act}</script>$`,
    ),
    prose("```" + `"><script>${act}</script>\n</code></pre><script>${act}</script>\n` + "```"),
    prose("![a](../../../../etc/passwd) ![b](attachment:../../../../etc/passwd) ![c](file:///etc/passwd)", {
      attachments: { "../../../../etc/passwd": { "image/png": "AA==", "text/html": `<script>${act}</script>` } },
    }),
    prose("```constructor\nx\n```\n\n```__proto__\nx\n```"),
    prose("![a](attachment:evil.png)", { attachments: { "evil.png": { "image/png": `"onerror="${act}` } } }),
    ...filled.map((attack) => code(attack, [shown({ "text/html": attack })])),
    code(`// </code></pre><script>${act}</script>`, [
      { output_type: "stream", name: `x" onclick="${act}`, text: all },
      {
        output_type: "error",
        ename: `<script>${act}</script>`,
        evalue: all,
        traceback: [all, `\u001b[31m<img src=x onerror="${act}">`],
      },
      shown({ "text/plain": all }),
      shown({ "text/markdown": all }),
      shown({ "text/latex": `$$</math><script>${act}</script>$$` }),
      shown({ "image/svg+xml": svg, "text/html": `<img alt="x&quot; onerror=&quot;${act}">` }),
      shown({ "application/vnd.plotly.v1+json": maliciousPlot(act, host), "image/svg+xml": svg }),
      shown({ "application/vnd.plotly.v1+json": { data: [{ type: "scattergeo", lon: [1], lat: [1] }], layout: {} } }),
      shown({ "application/vnd.plotly.v1+json": { data: [{ type: "image", source: `${host}/image.png` }] } }),
      shown({ "application/vnd.jupyter.widget-view+json": { model_id: `"><script>${act}</script>` } }),
      shown({ "image/png": `x" onerror="${act}` }),
      shown({ [`application/<script>${act}</script>`]: 1 }),
      shown({ "application/javascript": act, "text/plain": "plain" }),
      shown({ "application/vnd.thermolab.progress+json": {}, "text/plain": all }),
    ], [`preregistration`, `"><script>${act}</script>`]),
    { cell_type: "raw", metadata: { raw_mimetype: "text/html" }, source: all },
  );
  // Where the notebook says of itself what it is.
  document.metadata = {
    title: all,
    authors: [{ name: all }],
    kernelspec: { name: all, display_name: all, language: all },
    language_info: { name: `"><script>${act}</script>`, codemirror_mode: all, pygments_lexer: all },
    widgets: { "application/vnd.jupyter.widget-state+json": { state: { a: `</script><script>${act}</script>` } } },
  };
  for (const cell of document.cells) cell.id = `"><script>${act}</script>`;
  const rule = {
    id: all,
    statement: all,
    verdict: all,
    measure: all,
    threshold: all,
    published: all,
    mark: all,
    reason: all,
  };
  const ledger = {
    mode: all,
    experiment: all,
    verdict: { outcome: all, predictions: [rule], gates: [{ ...rule, clauses: [], mark: [all] }] },
    rows: [{ measure: all, params: { [all]: all }, value: all, unit: all }],
    digests: { [all]: all },
    versions: { [all]: all },
    device: all,
    preregistration: { digest: all },
  };
  return { document, ledger };
}
