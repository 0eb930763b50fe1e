// @ts-check
/// <reference lib="dom" />
// What a page can do beyond reading, where scripts run. Without it nothing is missing but comfort.
(() => {
  const plotlyAddress = document.currentScript?.dataset.plotly ?? "";
  const narrow = matchMedia("(pointer: coarse)");

  unfolding();
  following();
  figures();

  /** The button that opens and closes all code. */
  function unfolding() {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("button.unfold"));
    const folds = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".code > details"));
    if (button === null || folds.length === 0) return;
    let open = false;
    const shown = [...folds].filter((fold) => fold.open);
    button.hidden = false;
    button.addEventListener("click", () => {
      open = !open;
      for (const fold of folds) fold.open = open || shown.includes(fold);
      button.textContent = open ? "Fold the code" : "Show all code";
    });
  }

  /** Marks the section that is being read in the contents. */
  function following() {
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".contents a"));
    const byHeading = new Map();
    for (const link of links) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading !== null) byHeading.set(heading, link);
    }
    if (byHeading.size === 0) return;
    let waiting = false;
    const mark = () => {
      waiting = false;
      const above = [...byHeading.keys()].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
      for (const [heading, link] of byHeading) {
        if (heading === above.at(-1)) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    }, { passive: true });
    mark();
  }

  /** Draws each figure that comes near to the window; where that fails its picture stays. */
  function figures() {
    const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("figure[data-plot]"));
    if (all.length === 0 || plotlyAddress === "") return;
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        draw(/** @type {HTMLElement} */ (target));
      }
    }, { rootMargin: "800px" });
    for (const figure of all) observer.observe(figure);
  }

  /** @param {HTMLElement} figure */
  async function draw(figure) {
    const place = document.createElement("div");
    place.className = "live";
    try {
      const { data, layout } = JSON.parse(figure.dataset.plot ?? "");
      const plotly = await loadPlotly(), picture = figure.querySelector("img");
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", picture?.alt ?? "Figure");
      // No wider than it was made to be: as it says itself, or as its picture is.
      await picture?.decode().catch(() => {});
      const width = layout.width > 0 ? layout.width : picture?.naturalWidth ?? 0;
      if (width > 0) place.style.maxWidth = `${width}px`;
      figure.classList.add("drawing");
      figure.append(place);
      // The place gives the width, so that a narrow window gets a narrow figure; a finger scrolls the page, it does not zoom.
      await plotly.newPlot(place, data, {
        ...layout,
        width: undefined,
        autosize: true,
        dragmode: narrow.matches ? false : layout.dragmode ?? "zoom",
      }, {
        displaylogo: false,
        responsive: true,
        // Nothing leaves the page.
        showSendToCloud: false,
        plotlyServerURL: "",
        modeBarButtonsToRemove: ["lasso2d", "select2d"],
      });
      figure.classList.add("interactive");
    } catch {
      place.remove();
    } finally {
      figure.classList.remove("drawing");
    }
  }

  /** @type {Promise<{ newPlot(place: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown> }> | undefined} */
  let loading;

  function loadPlotly() {
    return loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = plotlyAddress;
      script.onload = () => resolve(/** @type {any} */ (window).Plotly);
      script.onerror = () => reject(new Error(`Cannot load "${plotlyAddress}"`));
      document.head.append(script);
    });
  }
})();
