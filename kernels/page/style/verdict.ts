/** Verdicts: badges, the box at the top of a page, what a check said. */
export const VERDICT = `
.badge { display: inline-block; padding: 0.08em 0.6em; border: 1px solid currentColor; border-radius: 1em; font-weight: 650;
  font-size: 0.78em; letter-spacing: 0.02em; white-space: nowrap; color: var(--soft); background: var(--ground); }
.badge.pass { color: var(--pass); background: var(--pass-ground); } .badge.fail { color: var(--fail); background: var(--fail-ground); }
.badge.halt { color: var(--halt); background: var(--halt-ground); }
.badge.not-checked { color: var(--open); background: var(--open-ground); border-style: dashed; }
.badge.measured { color: var(--measured); background: var(--measured-ground); }
.counts { display: inline-flex; flex-wrap: wrap; gap: 0.35rem; vertical-align: middle; }
.verdict { margin: 1.2rem 0 1.6rem; border: 1px solid var(--rule); border-radius: 10px; padding: 0.9rem 1.1rem 0.6rem; }
.verdict table { width: 100%; margin: 0.3rem 0; } .verdict tr:last-child > * { border-bottom: 0; }
.verdict th, .verdict td { padding: 0.45rem 0.5rem; } .verdict th:first-child { padding-left: 0; } .verdict thead th { color: var(--soft); font-size: 0.92em; }
.outcome { margin: 0 0 0.4rem; font-size: 1.05em; } .outcome strong { margin-right: 0.7rem; }
.chips { display: flex; flex-wrap: wrap; gap: 0.35rem; align-items: baseline; margin: 0.4rem 0; font-size: 0.95em; }
.chips .soft { min-width: 6rem; }
.rules { margin: 0.6rem 0 0.3rem; } .rules summary { font-size: 0.92em; } .rules table { font-size: 0.85em; }
.rules th small { font-weight: 400; white-space: nowrap; }
.statement { min-width: 14rem; }
.check { margin: 0.6rem 0 0.4rem; font-size: 0.88em; color: var(--soft); }
.check.fails, .check.not-checked { padding: 0.4rem 0.9rem; border-left: 4px solid; border-radius: 0 6px 6px 0; }
.check.fails { color: var(--fail); background: var(--fail-ground); border-color: var(--fail); }
.check.not-checked { color: var(--open); background: var(--open-ground); border-color: var(--open); }
.check p { margin: 0; } .check ul { margin: 0.2rem 0; padding-left: 1.1rem; }
@media (max-width: 40rem) { .verdict { padding: 0.7rem 0.8rem 0.4rem; } .verdict .chips .soft { flex-basis: 100%; }
  .statement { min-width: 12rem; } }
`;
