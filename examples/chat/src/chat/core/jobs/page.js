// Asks the API for jobs, and shows what it answers; it keeps nothing once the page is left.
"use strict";

const asked = document.getElementById("asked");
const told = document.getElementById("told");
const rows = document.getElementById("jobs");
const more = document.getElementById("more");
const shown = ["id", "name", "state", "failures", "due_at", "error"];
let before = null;

function headers() {
  const credential = asked.elements.credential.value.trim();
  if (!credential) return {};
  const isKey = credential.startsWith("key_");
  return isKey ? { "X-API-Key": credential } : { Authorization: `Bearer ${credential}` };
}

async function ask(path, method = "GET") {
  const answer = await fetch(`${document.body.dataset.api}${path}`, { method, headers: headers() });
  if (answer.status === 204) return null;
  const body = await answer.json();
  if (answer.ok) return body;
  throw new Error(body.error?.message ?? body.detail ?? answer.statusText);
}

async function list() {
  const said = new URLSearchParams();
  for (const name of ["state", "name"]) {
    const value = asked.elements[name].value.trim();
    if (value) said.set(name, value);
  }
  if (before) said.set("before", before);
  const found = await ask(`?${said}`);
  if (!before) rows.replaceChildren();
  for (const job of found.data) rows.append(row(job));
  before = found.next_before;
  more.hidden = before === null;
  told.textContent = rows.children.length ? "" : "There are none.";
}

function row(job) {
  const line = document.createElement("tr");
  for (const name of shown) {
    line.append(document.createElement("td"));
    line.lastChild.textContent = job[name] ?? "";
  }
  const changes = document.createElement("td");
  if (job.state === "dead") changes.append(button("Replay", `/${job.id}/replay`, "POST", line));
  if (job.state !== "running") changes.append(button("Drop", `/${job.id}`, "DELETE", line));
  line.append(changes);
  return line;
}

function button(name, path, method, line) {
  const made = document.createElement("button");
  made.textContent = name;
  made.addEventListener("click", () => tell(async () => {
    await ask(path, method);
    line.remove();
  }));
  return made;
}

async function tell(work) {
  try {
    told.textContent = "";
    await work();
  } catch (error) {
    told.textContent = error.message;
  }
}

asked.addEventListener("submit", (event) => {
  event.preventDefault();
  before = null;
  tell(list);
});
more.addEventListener("click", () => tell(list));
