import { html, HtmlFragment } from "../../lib/notebook/mod.ts";

const THEMES = [["auto", "Auto"], ["light", "Light"], ["dark", "Dark"]] as const;

/**
 * The choice of colours: those of the reader's system until another is chosen. It works without a script, by the style sheet alone, and
 * nothing is stored. Its ids have an underscore, which no id of a heading has.
 */
export function themeSwitch(): HtmlFragment {
  const choices = THEMES.map(([name, label], i) => {
    const checked = i === 0 ? " checked" : "";
    return `<input type="radio" name="theme" id="theme_${name}" autocomplete="off"${checked}>` +
      `<label for="theme_${name}">${label}</label>`;
  });
  return html`<fieldset class="theme"><legend>Colours</legend>${new HtmlFragment(choices.join(""))}</fieldset>`;
}
