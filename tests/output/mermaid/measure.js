// Draws one diagram after another in one page, and tells what can be seen of each.
// What it tells are facts; the test says what is wrong with them.
const NEAR = 1.5; // pixels that two boxes may share: their borders

const at = document.getElementById("at");

function box(element) {
  const found = element.getBoundingClientRect();
  return { x: found.left, y: found.top, right: found.right, bottom: found.bottom };
}

function written(element) {
  // The place of the letters, be they in SVG or in HTML, without what is around them.
  const range = document.createRange();
  range.selectNodeContents(element);
  const found = element.namespaceURI.endsWith("svg") ? element : range;
  return box(found);
}

function within(inner, outer) {
  return (
    inner.x >= outer.x - NEAR &&
    inner.y >= outer.y - NEAR &&
    inner.right <= outer.right + NEAR &&
    inner.bottom <= outer.bottom + NEAR
  );
}

function overlap(one, other) {
  const width = Math.min(one.right, other.right) - Math.max(one.x, other.x);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.y, other.y);
  return width > NEAR && height > NEAR;
}

function said(element) {
  return element.textContent.trim().slice(0, 60);
}

function leaves(svg) {
  // Every element that shows letters of its own.
  return [...svg.querySelectorAll("text, tspan, foreignObject *")].filter((each) =>
    [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
  );
}

function shapes(node) {
  const drawn = [...node.querySelectorAll("rect, path, polygon, circle, ellipse")];
  return drawn.filter((each) => !each.closest(".label, defs, marker"));
}

function around(boxes) {
  return {
    x: Math.min(...boxes.map((each) => each.x)),
    y: Math.min(...boxes.map((each) => each.y)),
    right: Math.max(...boxes.map((each) => each.right)),
    bottom: Math.max(...boxes.map((each) => each.bottom)),
  };
}

function boxes(svg) {
  // Boxes with the letters in them: of flowcharts, states and entities, and of sequences.
  const nodes = [...svg.querySelectorAll("g.node")].map((node) => ({
    name: said(node),
    box: around(shapes(node).map(box)),
    texts: leaves(node),
  }));
  const framed = [...svg.querySelectorAll("rect.note, rect.actor")].map((rect) => ({
    name: said(rect.parentNode),
    box: box(rect),
    texts: leaves(rect.parentNode),
  }));
  return [...nodes, ...framed].filter((each) => Number.isFinite(each.box.x));
}

function labels(svg) {
  const found = [...svg.querySelectorAll(".edgeLabels .edgeLabel, text.messageText")];
  const outer = found.filter((each) => !each.parentNode.closest(".edgeLabel"));
  return outer.filter((each) => said(each)).map((each) => {
    const texts = leaves(each);
    return { name: said(each), box: around(texts.map(written)) };
  });
}

function pairs(items, others) {
  const found = [];
  items.forEach((one, index) => {
    (others ?? items.slice(index + 1)).forEach((other) => {
      if (overlap(one.box, other.box)) found.push(`${one.name} | ${other.name}`);
    });
  });
  return found;
}

async function measured(id, text) {
  let made;
  try {
    made = await mermaid.render(id, text);
  } catch (error) {
    return { failed: String(error) };
  }
  at.innerHTML = made.svg;
  const svg = at.querySelector("svg");
  const outer = box(svg);
  const scale = svg.getScreenCTM().a;
  const natural = Math.max(svg.viewBox.baseVal.width, 1);
  const drawn = boxes(svg);
  const arrows = labels(svg);
  const sizes = leaves(svg).map((each) => parseFloat(getComputedStyle(each).fontSize));
  const inside = (each, where) => within(written(each), where);
  const titled = (name) => svg.querySelector(`:scope > ${name}`)?.textContent ?? "";
  const facts = {
    error: svg.getAttribute("aria-roledescription") === "error",
    title: titled("title"),
    description: titled("desc"),
    named: Boolean(svg.getAttribute("aria-labelledby")),
    described: Boolean(svg.getAttribute("aria-describedby")),
    text: svg.textContent,
    smallest: Math.min(...sizes),
    shown: Math.min(...sizes) * scale,
    width: natural,
    height: svg.viewBox.baseVal.height,
    cut: drawn
      .flatMap((each) => each.texts.filter((text) => !inside(text, each.box)))
      .map(said),
    outside: leaves(svg).filter((each) => !inside(each, outer)).map(said),
    overlapping: pairs(drawn),
    covered: [...pairs(arrows), ...pairs(arrows, drawn)],
  };
  document.querySelectorAll(`#d${id}`).forEach((each) => each.remove());
  return facts;
}
