/** Running text, formulas, tables and code. */
export const TEXT = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word;
  font: 1.03rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.7em 0 0.6em; text-wrap: balance; }
header h1 { margin: 0.3em 0 0.35em; font-size: 2.1rem; letter-spacing: -0.015em; }
h2 { font-size: 1.5rem; border-bottom: 1px solid var(--rule); padding-bottom: 0.3em; }
h3 { font-size: 1.17rem; } h4 { font-size: 1rem; }
p { text-wrap: pretty; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
small, .soft, figcaption { color: var(--soft); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: 0.85em; }
pre code { font-size: inherit; }
pre { overflow-x: auto; margin: 0.5rem 0; padding: 0.8rem 1rem; background: var(--panel); border-radius: 6px; line-height: 1.5;
  overflow-wrap: normal; }
.prose :not(pre) > code { background: var(--panel); padding: 0.1em 0.3em; border-radius: 4px; }
blockquote { margin: 1em 0; padding: 0 1em; border-left: 4px solid var(--rule); color: var(--soft); }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 0.6rem 0; font-variant-numeric: tabular-nums; font-size: 0.9em; line-height: 1.45; }
th, td { border-bottom: 1px solid var(--rule); padding: 0.4rem 0.7rem; text-align: left; vertical-align: top; overflow-wrap: normal; }
thead th { border-bottom-width: 2px; white-space: nowrap; font-weight: 600; }
td.number { text-align: right; }
caption { text-align: left; font-weight: 600; padding: 0.4rem 0.7rem; }
math { font-size: 1.08em; }
math[display="block"] { margin: 0; padding: 0.3em 0; }
.katex-block { overflow-x: auto; overflow-y: hidden; margin: 0.6em 0; }
.prose > :first-child { margin-top: 0.2rem; } .prose > :is(h2, h3):first-child { margin-top: 1.3em; } .prose > :last-child { margin-bottom: 0.2rem; }
.scroll, .rich, .prose { overflow-x: auto; }
.scroll { background: linear-gradient(to right, var(--ground) 30%, transparent) left, linear-gradient(to left, var(--ground) 30%, transparent) right,
    linear-gradient(to right, var(--rule), transparent) left, linear-gradient(to left, var(--rule), transparent) right;
  background-repeat: no-repeat; background-size: 2.5rem 100%, 2.5rem 100%, 0.6rem 100%, 0.6rem 100%;
  background-attachment: local, local, scroll, scroll; }
`;
