/** Where things stand on the page. */
export const FRAME = `
.bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 2.6rem; padding: 0.4rem 1.25rem;
  font-size: 0.88rem; border-bottom: 1px solid var(--rule); }
.bar > a { color: var(--ink); font-weight: 600; text-decoration: none; } .bar > a:hover { text-decoration: underline; }
.theme { display: flex; margin: 0; padding: 2px; border: 1px solid var(--rule); border-radius: 1rem; background: var(--panel); font-size: 0.82rem; }
.theme legend, .theme input { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.theme label { padding: 0.1rem 0.65rem; border-radius: 1rem; color: var(--soft); cursor: pointer; }
.theme input:checked + label { background: var(--ground); color: var(--ink); font-weight: 600; box-shadow: 0 0 0 1px var(--rule); }
.theme input:focus-visible + label { outline: 2px solid var(--link); outline-offset: 1px; }
.page { max-width: 53rem; margin: 0 auto; padding: 1.2rem 1.25rem 4rem; }
.page > * { min-width: 0; }
.links { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 1.1rem; margin: 0.4rem 0 1rem; color: var(--soft); font-size: 0.92em; }
.links button { font: inherit; padding: 0.1rem 0.7rem; border: 1px solid var(--rule); border-radius: 1rem; background: var(--panel);
  color: var(--ink); cursor: pointer; }
.links button:hover { border-color: var(--soft); }
.contents { margin: 1.2rem 0; font-size: 0.93rem; }
.contents summary { font-weight: 600; color: var(--ink); }
.contents ul { margin: 0.4rem 0; padding: 0; list-style: none; }
.contents li { margin: 0; line-height: 1.35; }
.contents a { display: block; padding: 0.22rem 0 0.22rem 0.75rem; border-left: 2px solid var(--rule); color: var(--soft); text-decoration: none; }
.contents .deeper a { padding-left: 1.6rem; font-size: 0.95em; }
.contents a:hover { color: var(--ink); border-left-color: var(--soft); }
.contents a[aria-current] { color: var(--ink); border-left-color: var(--link); font-weight: 600; }
@media screen and (min-width: 72rem) {
  .with-contents { display: grid; grid-template-columns: 14.5rem minmax(0, 52rem); column-gap: 3rem; max-width: none;
    justify-content: center; grid-template-rows: auto 1fr auto; }
  .with-contents > header, .with-contents > main, .with-contents > footer { grid-column: 2; }
  .contents { grid-column: 1; grid-row: 1 / span 3; align-self: start; position: sticky; top: 1rem; max-height: calc(100vh - 2rem);
    overflow-y: auto; margin: 1rem 0 0; font-size: 0.88rem; }
  @supports selector(::details-content) {
    .contents summary { display: none; }
    .contents details::details-content { content-visibility: visible; block-size: auto; display: block; }
  }
}
footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; color: var(--soft); font-size: 0.85em; }
.neighbours { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; margin-bottom: 1.5rem; font-size: 1.1em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .bar { padding: 0.3rem 0.9rem; } .page { padding: 0.6rem 0.9rem 3rem; } header h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; }
}
`;
