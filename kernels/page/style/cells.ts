/** Cells of the notebook and their outputs. */
export const CELLS = `
.cell { margin: 0.9rem 0; }
details > summary { cursor: pointer; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.code > details > summary { padding: 0.25rem 0.7rem; border-radius: 6px; background: var(--panel); font-size: 0.92em; }
.code > details > summary:hover { color: var(--ink); }
.code > details[open] > summary { border-radius: 6px 6px 0 0; border-bottom: 1px solid var(--rule); }
.code > details > pre { margin: 0; border-radius: 0 0 6px 6px; max-height: 40rem; overflow: auto; }
.sealed > details > summary { border-left: 4px solid var(--open); border-radius: 0 6px 6px 0; color: var(--ink); }
.sealed > details > pre { max-height: 24rem; border-left: 4px solid var(--open); }
.count { font-family: ui-monospace, monospace; font-size: 0.8em; }
.source span { color: light-dark(var(--shiki-light), var(--shiki-dark)); }
.outputs { margin: 0.5rem 0 1.4rem; }
.rich table { margin: 0.4rem 0; }
.stderr { border-left: 3px solid var(--open); }
.error { border-left: 4px solid var(--fail); background: var(--fail-ground); color: var(--fail); padding: 0.2rem 0.9rem;
  margin: 0.6rem 0; border-radius: 0 6px 6px 0; }
.error pre { color: var(--ink); }
.tall { max-height: 36rem; }
.note, .progress { color: var(--soft); font-size: 0.9em; }
.figure { margin: 1rem 0; padding: 0.6rem; background: #ffffff; border: 1px solid var(--rule); border-radius: 8px; text-align: center;
  overflow-x: auto; }
.figure > img { display: block; margin: 0 auto; }
.figure.drawn { background: var(--paper); }
.live { margin: 0 auto; min-width: 32rem; text-align: left; } .drawing .live { height: 0; overflow: hidden; }
.interactive > :is(img, .note) { display: none; }
.live .modebar:focus-within { opacity: 1; }
@media screen and (prefers-color-scheme: dark) {
  :root:not(:has(#theme_light:checked)) .drawn > :is(img, .live) { filter: invert(0.93) hue-rotate(180deg); }
}
@media screen and (prefers-color-scheme: light) {
  :root:has(#theme_dark:checked) .drawn > :is(img, .live) { filter: invert(0.93) hue-rotate(180deg); }
}
@media (max-width: 40rem) { .figure { padding: 0.2rem; } .figure > img { min-width: 32rem; max-width: none; } }
.ansi-bold { font-weight: 700; } .ansi-italic { font-style: italic; } .ansi-underline { text-decoration: underline; }
.ansi-red { color: var(--fail); } .ansi-green { color: var(--pass); } .ansi-yellow { color: var(--open); }
.ansi-blue { color: var(--link); } .ansi-magenta { color: var(--halt); } .ansi-cyan { color: light-dark(#0b6e7d, #39c5cf); }
.ansi-black, .ansi-white { color: var(--ink); } .ansi-grey { color: var(--soft); }
`;
