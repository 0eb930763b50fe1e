/** On paper: what is folded stays folded, what only a screen can do is left out, nothing is cut off. */
export const PAPER = `
@media print {
  :root, :root:has(#theme_dark:checked) { color-scheme: light; }
  @page { margin: 18mm 16mm; }
  body { font-size: 10pt; } .page { max-width: none; padding: 0; } header h1 { font-size: 20pt; } h2 { font-size: 14pt; }
  .bar, .contents, .links a, .links button, .neighbours { display: none; }
  .code > details:not([open]), .rows > details:not([open]) { display: none; }
  .rules::details-content { content-visibility: visible; block-size: auto; display: block; } .rules > summary { display: none; }
  details > summary { list-style: none; white-space: normal; }
  .tall, .code > details > pre, .sealed > details > pre { max-height: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--rule); font-size: 7pt; line-height: 1.3; }
  table { font-size: 8.5pt; } th, td { padding: 0.25rem 0.4rem; } .statement { min-width: 9rem; }
  .scroll, .rich, .prose, .figure { overflow: visible; background: none; }
  .figure { border: 0; } .figure > img, .figure.interactive > img { display: block; min-width: 0; max-width: 100%; } .live { display: none; }
  .figure, tr { break-inside: avoid; } h1, h2, h3 { break-after: avoid; }
}
`;
