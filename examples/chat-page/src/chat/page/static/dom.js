// Small things that all of the page needs.

export const $ = (id) => document.getElementById(id);

// An element; a text is never read as markup.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((each) => each !== null && each !== undefined));
  return made;
}

const hours = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const hour = (moment) => hours.format(new Date(moment));
export const day = (moment) => days.format(new Date(moment));

// A colour of somebody's own, one of eight, which the style sheet knows.
export function shade(key) {
  let sum = 0;
  for (const each of key) sum = (sum * 31 + each.charCodeAt(0)) % 8;
  return `shade-${sum}`;
}

export const initials = (name) =>
  name.split(/\s+/).filter(Boolean).slice(0, 2).map((each) => [...each][0]).join("").toUpperCase();

export function face(key, name) {
  return element("span", { class: `face ${shade(key)}`, "aria-hidden": "true" }, initials(name));
}
