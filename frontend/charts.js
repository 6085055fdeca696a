/**
 * Charts that answer to the pointer, over charts that the server has already drawn.
 *
 * A page shows every chart as a picture. For each `<figure data-chart="URL of a Vega-Lite document">` this script
 * puts a live chart in the place of the picture, once the figure comes near the screen. When anything fails the
 * picture stays. On paper the picture is shown: it is drawn for print, the live chart for the window.
 *
 * The content policy forbids `eval` and styles in markup, hence Vega's expression interpreter, and no styles of
 * vega-embed's own: the page's stylesheet dresses `#vg-tooltip-element`. What came of a figure stands in its
 * `data-drawn`: "live" or "picture".
 */
import embed, { vega } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

const NEAR_THE_SCREEN = "400px 0px";

const OPTIONS = {
  actions: false,
  ast: true,
  defaultStyle: false,
  expr: expressionInterpreter,
  logLevel: vega.Error,
  renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        watcher.unobserve(target);
        enliven(target);
      }
    }
  },
  { rootMargin: NEAR_THE_SCREEN },
);

/** Draws the live chart of one figure; the picture is put aside only when the chart stands. */
async function enliven(figure) {
  const picture = figure.querySelector("img");
  if (!picture) return;
  const place = document.createElement("div");
  place.className = "live-chart";
  place.dir = "ltr"; // the document itself says which way its axes run
  place.hidden = true;
  picture.after(place);
  try {
    const answer = await fetch(figure.dataset.chart, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const chart = await answer.json();
    place.hidden = false; // a chart as wide as its container must be able to measure it
    picture.hidden = true;
    await embed(place, chart, OPTIONS);
    exchangeForPrint(picture, place);
    figure.dataset.drawn = "live";
  } catch (problem) {
    place.remove();
    picture.hidden = false;
    figure.dataset.drawn = "picture";
    console.warn(`The picture of ${figure.dataset.chart} stays: ${problem.message}`);
  }
}

function exchangeForPrint(picture, place) {
  const show = (onPaper) => {
    picture.hidden = !onPaper;
    place.hidden = onPaper;
  };
  window.addEventListener("beforeprint", () => show(true));
  window.addEventListener("afterprint", () => show(false));
}

function watch(root) {
  for (const figure of root.querySelectorAll("figure[data-chart]:not([data-watched])")) {
    figure.dataset.watched = "";
    watcher.observe(figure);
  }
}

watch(document);
document.addEventListener("htmx:load", () => watch(document));
