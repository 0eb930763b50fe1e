/** What the board has beyond the common style sheet. */
export const BOARD_STYLE = `
.board { max-width: 62rem; }
.overview { margin: 1.2rem 0 2rem; }
.overview ol { list-style: none; margin: 0; padding: 0; border: 1px solid var(--rule); border-radius: 10px; }
.overview li { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0.3rem 1rem; padding: 0.55rem 1rem; }
.overview li + li { border-top: 1px solid var(--rule); }
.overview a { text-decoration: none; font-weight: 600; } .overview a:hover { text-decoration: underline; }
.experiment { margin: 2.6rem 0; } .experiment h2 { margin: 0 0 0.4rem; }
.experiment h2 a { color: inherit; text-decoration: none; } .experiment h2 a:hover { text-decoration: underline; }
.question { margin: 0.5rem 0; font-size: 1.08em; }
.facts { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0.4rem 0 0.6rem; color: var(--soft); font-size: 0.92em; }
.facts strong { color: var(--ink); }
.experiment table { width: 100%; } .experiment th:first-child { padding-left: 0; } .experiment thead th { color: var(--soft); }
.ours { min-width: 13rem; } .published { min-width: 10rem; }
.read { font-weight: 600; } .experiment .chips .soft { min-width: 0; margin-right: 0.3rem; }
.legend { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; font-size: 0.88em; color: var(--soft); }
.legend dl { align-items: baseline; gap: 0.4rem 1rem; }
@media (max-width: 40rem) { .experiment .statement { min-width: 9rem; } .ours { min-width: 10rem; } .published { min-width: 8rem; } }
@media print { .experiment { break-inside: avoid-page; } }
`;
