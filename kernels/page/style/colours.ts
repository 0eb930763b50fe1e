/** Colours by name, each for light and dark; the choice at the top of the page goes before that of the system. */
export const COLOURS = `
:root { color-scheme: light dark;
  --ink: light-dark(#1f2328, #e6edf3); --soft: light-dark(#59636e, #9ea7b1); --ground: light-dark(#ffffff, #0d1117);
  --panel: light-dark(#f6f8fa, #161b22); --rule: light-dark(#d8dee4, #30363d); --link: light-dark(#0550ae, #79b8ff);
  --pass: light-dark(#116329, #56d364); --pass-ground: light-dark(#dafbe1, #10311b);
  --fail: light-dark(#a40e26, #ff9492); --fail-ground: light-dark(#ffebe9, #3c1418);
  --open: light-dark(#7d4e00, #e3b341); --open-ground: light-dark(#fff8c5, #322605);
  --measured: light-dark(#0550ae, #79b8ff); --measured-ground: light-dark(#ddf4ff, #0c2d4d);
  --halt: light-dark(#6e3ab5, #d2a8ff); --halt-ground: light-dark(#fbefff, #2b1a45);
  --paper: light-dark(#ffffff, #121212); }
:root:has(#theme_light:checked) { color-scheme: light; }
:root:has(#theme_dark:checked) { color-scheme: dark; }
`;
