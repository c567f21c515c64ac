// What a page does beside being read: it draws its diagrams, unfolds its menus where there is
// room, and keeps the keyboard from stopping at what doesn't scroll. Without scripts, diagrams are
// shown as their source.
"use strict";

(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const colours = (isDark) =>
    isDark
      ? {
          darkMode: true,
          background: "#1c2229",
          primaryColor: "#26333f",
          primaryTextColor: "#e4e8ec",
          primaryBorderColor: "#6d93b3",
          secondaryColor: "#2b3a33",
          secondaryTextColor: "#e4e8ec",
          secondaryBorderColor: "#6f9c82",
          tertiaryColor: "#20272f",
          tertiaryTextColor: "#e4e8ec",
          tertiaryBorderColor: "#4a5764",
          lineColor: "#a3aeb9",
          textColor: "#e4e8ec",
          noteBkgColor: "#3a3322",
          noteTextColor: "#f0e6cf",
          noteBorderColor: "#9a8654",
          edgeLabelBackground: "#1c2229",
          attributeBackgroundColorOdd: "#1c2229",
          attributeBackgroundColorEven: "#222a33",
          rowOdd: "#1c2229",
          rowEven: "#222a33",
        }
      : {
          background: "#f5f7f9",
          primaryColor: "#e6f1f9",
          primaryTextColor: "#1c2229",
          primaryBorderColor: "#4c86ae",
          secondaryColor: "#e7f3ec",
          secondaryTextColor: "#1c2229",
          secondaryBorderColor: "#4d8a66",
          tertiaryColor: "#ffffff",
          tertiaryTextColor: "#1c2229",
          tertiaryBorderColor: "#b9c4ce",
          lineColor: "#55606c",
          textColor: "#1c2229",
          noteBkgColor: "#fdf3dc",
          noteTextColor: "#3d3115",
          noteBorderColor: "#b3924a",
          edgeLabelBackground: "#f5f7f9",
          attributeBackgroundColorOdd: "#ffffff",
          attributeBackgroundColorEven: "#f5f7f9",
          rowOdd: "#ffffff",
          rowEven: "#f5f7f9",
        };

  const natural = { useMaxWidth: false };

  // Even the strict level lets labels have pictures, which a browser asks others for.
  const keptOut = ["img", "picture", "image", "audio", "video", "iframe", "object", "embed", "form", "input"];

  // What a diagram may not set for itself: safety, and colours that suit one scheme alone.
  const ours = [
    ...["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering"],
    ...["dompurifyConfig", "theme", "themeVariables", "themeCSS", "darkMode", "fontFamily"],
  ];

  const settings = () => ({
    startOnLoad: false,
    securityLevel: "strict",
    secure: ours,
    dompurifyConfig: { FORBID_TAGS: keptOut },
    suppressErrorRendering: true,
    deterministicIds: true,
    theme: "base",
    fontFamily: getComputedStyle(document.documentElement).fontFamily,
    themeVariables: {
      fontSize: "14px",
      useGradient: false,
      dropShadow: "none",
      fontFamily: getComputedStyle(document.documentElement).fontFamily,
      ...colours(dark.matches),
    },
    flowchart: natural,
    sequence: natural,
    er: natural,
    state: natural,
    class: natural,
    gantt: natural,
    timeline: natural,
  });

  const draw = async () => {
    mermaid.initialize(settings());
    const figures = [...document.querySelectorAll("figure.diagram")];
    for (const [number, figure] of figures.entries()) {
      const source = figure.querySelector(".source");
      await new Promise((next) => setTimeout(next)); // the page can be read meanwhile
      try {
        const { svg } = await mermaid.render(`diagram-${number + 1}`, source.textContent);
        show(figure, source, svg);
      } catch {
        fail(figure);
      }
    }
  };

  const show = (figure, source, svg) => {
    let drawing = figure.querySelector(".drawing");
    if (!drawing) {
      drawing = document.createElement("div");
      drawing.className = "drawing scroll";
      const folded = document.createElement("details");
      const words = document.createElement("summary");
      words.textContent = "Source of the diagram";
      folded.append(words, source);
      folded.addEventListener("toggle", measure);
      figure.append(drawing, folded);
    }
    drawing.innerHTML = svg; // Mermaid has cleaned it: securityLevel is strict
    const picture = drawing.querySelector("svg");
    fit(drawing, picture);
    if (!picture.querySelector("title")) picture.setAttribute("aria-label", figure.dataset.label);
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", figure.dataset.label);
  };

  // A drawing shrinks to the room that it has, but its letters of 14 pixels not below 10.
  const fit = (drawing, picture) => {
    const { paddingLeft, paddingRight } = getComputedStyle(drawing);
    const room = drawing.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const { width, height } = picture.viewBox.baseVal;
    const scale = Math.max(0.72, Math.min(1, room / width));
    picture.setAttribute("width", width * scale);
    picture.setAttribute("height", height * scale);
  };

  const fail = (figure) => {
    if (figure.querySelector(".failed")) return;
    const words = document.createElement("p");
    words.className = "failed";
    words.textContent = "This diagram can't be drawn; its source follows.";
    figure.prepend(words);
  };

  // What scrolls is a stop of the keyboard, and nothing else is.
  const reach = (box) => {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  };

  const measure = () => {
    for (const drawing of document.querySelectorAll(".drawing")) {
      fit(drawing, drawing.querySelector("svg"));
    }
    document.querySelectorAll(".scroll").forEach(reach);
  };

  // Where there is room, both menus are open: so they are shown, and so they have to be said.
  const unfold = (menu, width) => {
    const wide = matchMedia(`(min-width: ${width})`);
    const follow = () => document.querySelectorAll(menu).forEach((each) => (each.open = wide.matches));
    wide.addEventListener("change", follow);
    follow();
  };

  const start = async () => {
    unfold(".menu > details", "64rem");
    unfold(".toc > details", "84rem");
    if (window.mermaid) {
      await draw();
      dark.addEventListener("change", draw);
    }
    measure();
    addEventListener("resize", measure);
    document.documentElement.dataset.ready = "";
  };

  start();
})();
