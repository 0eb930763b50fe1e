/** The style sheet of every page: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --ground: #ffffff; --panel: #f6f8fa; --rule: #d1d9e0;
  --link: #0550ae; --pass: #116329; --fail: #a40e26; --open: #7d4e00; --error-ground: #fff0ee; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9ea7b1; --ground: #0d1117; --panel: #161b22; --rule: #3d444d;
    --link: #79b8ff; --pass: #56d364; --fail: #ff9492; --open: #e3b341; --error-ground: #2d1214; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 54rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 0.6em; }
header h1 { margin-top: 0.2em; font-size: 1.9rem; }
h2 { border-bottom: 1px solid var(--rule); padding-bottom: 0.25em; }
a { color: var(--link); }
small, .soft, figcaption { color: var(--soft); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: 0.86em; }
pre code { font-size: inherit; }
pre { overflow-x: auto; margin: 0.5rem 0; padding: 0.7rem 0.9rem; background: var(--panel); border-radius: 6px; line-height: 1.45;
  overflow-wrap: normal; }
.prose :not(pre) > code, summary code { background: var(--panel); padding: 0.1em 0.3em; border-radius: 4px; }
blockquote { margin: 1em 0; padding: 0 1em; border-left: 4px solid var(--rule); color: var(--soft); }
img { max-width: 100%; height: auto; }
.figure { margin: 0.8rem 0; padding: 0.6rem; background: #ffffff; border: 1px solid var(--rule); border-radius: 6px; text-align: center; }
.scroll, .rich, .prose { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.6rem 0; font-variant-numeric: tabular-nums; font-size: 0.92em; }
th, td { border-bottom: 1px solid var(--rule); padding: 0.3rem 0.7rem; text-align: left; vertical-align: top; overflow-wrap: normal; }
thead th { border-bottom-width: 2px; white-space: nowrap; }
td.number { text-align: right; }
.statement { min-width: 13rem; }
.verdict table { width: 100%; } .verdict th, .verdict td { padding: 0.3rem 0.45rem; }
math { font-size: 1.08em; }
math[display="block"] { margin: 0.8em 0; padding: 0.2em 0; overflow-x: auto; overflow-y: hidden; }
.katex-block { overflow-x: auto; }
.links a { margin-right: 1rem; }
.verdict { margin: 1.2rem 0; padding: 0.8rem 1rem; border: 1px solid var(--rule); border-radius: 8px; background: var(--panel); }
.outcome { margin: 0 0 0.4rem; font-size: 1.1em; }
.badge { display: inline-block; padding: 0 0.5em; border: 1.5px solid currentColor; border-radius: 1em; font-weight: 600;
  font-size: 0.82em; white-space: nowrap; color: var(--soft); margin-right: 0.4em; }
.badge.pass { color: var(--pass); } .badge.fail, .badge.halt { color: var(--fail); } .badge.not-checked { color: var(--open); }
.cell { margin: 0.9rem 0; }
details > summary { cursor: pointer; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.code > details { border-left: 3px solid var(--rule); padding-left: 0.7rem; }
.sealed > details { border-left-color: var(--open); }
.sealed > details pre { max-height: 26rem; overflow: auto; }
.count { font-family: ui-monospace, monospace; font-size: 0.8em; }
.source span { color: var(--shiki-light); }
@media (prefers-color-scheme: dark) { .source span { color: var(--shiki-dark); } }
.outputs { margin: 0.4rem 0 1.2rem; }
.stderr { border-left: 3px solid var(--open); }
.error { border-left: 4px solid var(--fail); background: var(--error-ground); color: var(--fail); padding: 0.2rem 0.9rem;
  margin: 0.6rem 0; border-radius: 0 6px 6px 0; }
.error pre { color: var(--ink); }
.note, .progress { color: var(--soft); font-size: 0.9em; }
.contents ul { margin: 0.3rem 0; padding-left: 1.2rem; }
.contents .deeper { margin-left: 1.2rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; color: var(--soft); font-size: 0.85em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.ansi-bold { font-weight: 700; } .ansi-italic { font-style: italic; } .ansi-underline { text-decoration: underline; }
.ansi-red { color: var(--fail); } .ansi-green { color: var(--pass); } .ansi-yellow { color: var(--open); }
.ansi-blue { color: var(--link); } .ansi-magenta { color: #a855c7; } .ansi-cyan { color: #0e8a9c; }
.ansi-black, .ansi-white { color: var(--ink); } .ansi-grey { color: var(--soft); }
@media (max-width: 40rem) { body { padding: 1rem 0.75rem 3rem; } header h1 { font-size: 1.5rem; } .figure { padding: 0.2rem; overflow-x: auto; }
  .figure img { min-width: 32rem; max-width: none; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; } .statement { min-width: 11rem; } }
@media print {
  :root { --ink: #000000; --soft: #444444; --ground: #ffffff; --panel: #ffffff; --rule: #bbbbbb; --link: #000000; --pass: #116329;
    --fail: #a40e26; --open: #7d4e00; --error-ground: #ffffff; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  details > summary { list-style: none; }
  .sealed > details pre { max-height: none; }
  pre { white-space: pre-wrap; border: 1px solid var(--rule); }
  .source span { color: var(--shiki-light); }
  .scroll, .rich, .prose { overflow: visible; }
  .figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .contents, .links { display: none; }
}
`.trim();
