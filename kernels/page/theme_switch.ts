import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";

const THEMES = [["auto", "Auto"], ["light", "Light"], ["dark", "Dark"]] as const;

/**
 * The choice of colours: those of the reader's system until another is chosen. It works without a script, by the style sheet alone, and
 * nothing is stored. Its ids have an underscore, which no id of a heading has.
 */
export function themeSwitch(): HtmlFragment {
  return html`
    <fieldset class="theme">
      <legend>Colours</legend>
      ${THEMES.map(([id, label], i) =>
        html`
          <input type="radio" name="theme" id="theme_${id}" autocomplete="off" ${i === 0 ? "checked" : ""}><label
            for="theme_${id}">${label}</label>
        `
      )}
    </fieldset>
  `;
}
