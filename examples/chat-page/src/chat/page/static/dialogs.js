// Dialogs: a new room, and people to choose from.

import { $, element, face } from "./dom.js";
import { find } from "./people.js";

const said = (error) => error.said ?? error.message;

for (const each of document.querySelectorAll("[data-close]")) {
  each.addEventListener("click", () => each.closest("dialog").close());
}

export function openRoomDialog(create) {
  const dialog = $("room-dialog");
  const name = $("room-new-name");
  const told = dialog.querySelector(".said");
  name.value = "";
  told.textContent = "";
  $("room-form").onsubmit = async (event) => {
    event.preventDefault();
    if (!name.value.trim()) {
      told.textContent = "A room has a name.";
      name.focus();
      return;
    }
    try {
      await create(name.value.trim());
      dialog.close();
    } catch (error) {
      told.textContent = said(error);
    }
  };
  dialog.showModal();
  name.focus();
}

// `listed` gives those who are in a room, `choose` is what becomes of somebody who is found.
export function openPeople({ title, label, skip, action, choose, listed = () => [], leave = null }) {
  const dialog = $("people-dialog");
  const words = $("people-words");
  const told = dialog.querySelector(".said");
  let asked = 0;

  const doing = (work) => async () => {
    told.textContent = "";
    try {
      await work();
      if (dialog.open) await draw();
    } catch (error) {
      told.textContent = said(error);
    }
  };

  async function draw() {
    const mine = ++asked;
    $("member-list").replaceChildren(...listed().map(({ account, name, here, remove }) =>
      element("li", {}, face(account, name), element("span", { class: "name" }, name),
        here ? element("span", { class: "hint" }, "here") : null,
        remove ? element("button", { type: "button", onclick: doing(remove), "aria-label": `Remove ${name}` }, "Remove") : null)));
    $("people-form").hidden = !choose;
    $("people-list").hidden = !choose;
    if (!choose) return;
    const found = (await find(words.value.trim())).filter((each) => !skip().includes(each.account_id));
    if (mine !== asked) return;
    told.textContent = found.length || !words.value ? "" : "Nobody is found.";
    $("people-list").replaceChildren(...found.map((person) =>
      element("li", {}, face(person.account_id, person.name),
        element("span", { class: "name" }, person.name),
        element("button", {
          type: "button", class: "main", "aria-label": `${action} ${person.name}`,
          onclick: doing(() => choose(person, dialog)),
        }, action))));
  }

  $("people-title").textContent = title;
  $("people-label").textContent = label;
  words.value = "";
  told.textContent = "";
  $("people-list").replaceChildren();
  words.oninput = () => draw().catch((error) => { told.textContent = said(error); });
  $("people-form").onsubmit = (event) => {
    event.preventDefault();
    words.oninput();
  };
  $("leave").hidden = !leave;
  $("leave").onclick = doing(async () => {
    await leave();
    dialog.close();
  });
  dialog.showModal();
  words.oninput();
}
