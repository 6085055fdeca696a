/**
 * What the visual tests ask of a page, as functions that return one sentence for each fault.
 * Evaluated in the page by tests/browser/inspection.py.
 */
(() => {
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);

  const named = (element) => {
    const name = element.tagName.toLowerCase() + (element.id ? `#${element.id}` : "");
    return name + [...element.classList].map((part) => `.${part}`).join("");
  };

  const textNodes = function* () {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (node.data.trim() && node.parentElement.checkVisibility({ visibilityProperty: true })) yield node;
    }
  };

  /** Kept for screen readers only: cut away on purpose. */
  const visuallyHidden = (element, style) =>
    style.clipPath.startsWith("inset(") ||
    style.clip.startsWith("rect(") ||
    (element.offsetWidth <= 1 && element.offsetHeight <= 1);

  const language = (expected) => {
    const { lang, dir } = document.documentElement;
    const direction = expected === "ar" ? "rtl" : "ltr";
    return lang === expected && dir === direction ? [] : [`lang=${lang} dir=${dir} on a page in ${expected}`];
  };

  const overflow = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const outside = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width && (left < -1 || right > clientWidth + 1);
    });
    const culprits = outside.slice(0, 3).map(named).join(", ");
    return [`the page is ${scrollWidth}px wide in a window of ${clientWidth}px: ${culprits}`];
  };

  const clipped = () => {
    const faults = [];
    for (const node of textNodes()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (visuallyHidden(box, style) || style.textOverflow === "ellipsis") break;
        const [x, y] = [style.overflowX, style.overflowY];
        if (/auto|scroll/.test(x + y)) break;
        const frame = box.getBoundingClientRect();
        const wide = /hidden|clip/.test(x) && (text.left < frame.left - 1 || text.right > frame.right + 1);
        // the lines of Arabic type are taller than its letters: a few pixels cut no ink
        const tall = /hidden|clip/.test(y) && (text.top < frame.top - 6 || text.bottom > frame.bottom + 6);
        if (wide || tall) {
          faults.push(`clipped by ${named(box)}: ${short(node.data)}`);
          break;
        }
      }
    }
    return faults;
  };

  /** A list of choices cuts what is taller than its box, and its text is out of reach of a range. */
  const fields = () =>
    [...document.querySelectorAll("select")].flatMap((select) => {
      if (!select.checkVisibility() || !select.selectedOptions.length) return [];
      const style = getComputedStyle(select);
      const probe = document.createElement("span");
      probe.textContent = select.selectedOptions[0].text;
      Object.assign(probe.style, { font: style.font, lineHeight: "normal", position: "absolute", whiteSpace: "nowrap" });
      document.body.append(probe);
      const needed = probe.offsetHeight;
      probe.remove();
      const room = select.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
      return needed > room + 1 ? [`text of ${needed}px in a field with room for ${room}px: ${named(select)}`] : [];
    });

  const fonts = async (expected) => {
    await document.fonts.ready;
    const plex = [...document.fonts].filter((face) => face.family.includes("IBM Plex Sans"));
    const loaded = (family) =>
      plex.some((face) => face.family.replaceAll('"', "") === family && face.status === "loaded");
    const wanted = ["IBM Plex Sans", ...(expected === "ar" ? ["IBM Plex Sans Arabic"] : [])];
    return [
      ...wanted.filter((family) => !loaded(family)).map((family) => `font not loaded: ${family}`),
      ...plex.filter((face) => face.status === "error").map((face) => `font failed: ${face.family} ${face.weight}`),
    ];
  };

  /**
   * Marks what holds text, so that the browser can be asked which fonts it really drew. Marks of direction go:
   * they draw nothing, yet the browser names a font for them.
   */
  const markTexts = () => {
    for (const node of [...textNodes()]) {
      node.data = node.data.replace(/[\u061C\u200C-\u200F\u202A-\u202E\u2066-\u2069]/g, "");
      node.parentElement.dataset.holdsText = "";
    }
  };

  const settled = () =>
    [...document.images].every((image) => image.complete || !image.checkVisibility()) &&
    [...document.querySelectorAll("figure[data-chart]")].every((figure) => figure.dataset.drawn);

  const aFrame = () => new Promise(requestAnimationFrame);

  /** Scrolls through the page and back, until every picture has come and every chart is live or has given up. */
  const seeAll = async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await aFrame();
    }
    scrollTo(0, 0);
    const patience = performance.now() + 10_000;
    do await aFrame();
    while (!settled() && performance.now() < patience);
  };

  const charts = () =>
    [...document.querySelectorAll("figure[data-chart]:not([data-drawn=live])")].map(
      (figure) => `chart did not come alive: ${figure.dataset.chart}`,
    );

  const pictures = () =>
    [...document.images]
      .filter((image) => image.checkVisibility() && image.complete && !image.naturalWidth)
      .map((image) => `picture missing: ${image.getAttribute("src")}`);

  const accessibility = async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 4).map((node) => `${id}: ${help}: ${node.target.join(" ")}`),
    );
  };

  window.checks = { accessibility, charts, clipped, fields, fonts, language, markTexts, overflow, pictures, seeAll };
})();
