// Who asks: signing in, registering, and what follows from links in mail.

import * as api from "./api.js";
import { startChat, stopChat } from "./chat.js";
import { $ } from "./dom.js";
import * as people from "./people.js";

const FORMS = ["sign-in", "register", "forgotten", "choose", "profile"];
// A link in mail has its secret behind the #, which no server is told.
const link = {
  way: location.pathname.replace(/^\//, ""),
  token: new URLSearchParams(location.hash.slice(1)).get("token"),
};

function show(form, said = "") {
  stopChat();
  $("chat").hidden = true;
  $("gate").hidden = false;
  document.body.dataset.view = "gate";
  for (const each of FORMS) $(each).hidden = each !== form;
  $("gate-said").textContent = said;
  $(form).querySelector("input").focus();
}

const said = (error) =>
  error instanceof api.Refused ? error.said : "The service does not answer. Try again.";

// What a form does; it waits until that is done, and says what refused it.
function on(id, work) {
  $(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const missing = [...form.elements].find((each) => !each.checkValidity?.());
    if (missing) {
      $("gate-said").textContent = missing.validationMessage;
      missing.focus();
      return;
    }
    const buttons = form.querySelectorAll("button");
    buttons.forEach((each) => { each.disabled = true; });
    $("gate-said").textContent = "";
    try {
      await work(Object.fromEntries(new FormData(form)));
      form.reset();
    } catch (error) {
      $("gate-said").textContent = said(error);
    } finally {
      buttons.forEach((each) => { each.disabled = false; });
    }
  });
}

on("sign-in", async ({ email, password }) => {
  await api.signIn(email, password);
  await enter();
});

on("register", async ({ email }) => {
  await api.post("/auth/register", { email });
  show("sign-in", "A link is on its way. In development, it is printed where the service runs.");
});

on("forgotten", async ({ email }) => {
  await api.post("/auth/password/forgotten", { email });
  show("sign-in", "A link is on its way, if there is such an account.");
});

on("choose", async ({ password }) => {
  const path = link.way === "verify" ? "/auth/verify" : "/auth/password/reset";
  await api.post(path, { token: link.token, password });
  link.token = null;
  history.replaceState(null, "", "/");
  show("sign-in", "The password is kept. Sign in with it.");
});

on("profile", async ({ name }) => {
  people.remember(await api.create("/people", { name }));
  await enter();
});

for (const each of document.querySelectorAll("[data-gate]")) {
  each.addEventListener("click", () => show(each.dataset.gate));
}

$("sign-out").addEventListener("click", async () => {
  stopChat();
  await api.signOut();
  show("sign-in", "You are signed out.");
});

async function enter() {
  const me = await api.get("/auth/me");
  const person = await people.own(me.id);
  if (!person) return show("profile");
  $("gate").hidden = true;
  $("chat").hidden = false;
  await startChat(me.id, person, () => show("sign-in", "Sign in again."));
}

async function begin() {
  if (link.token && ["verify", "reset"].includes(link.way)) return show("choose");
  if (!api.isKnown()) return show("sign-in");
  for (let wait = 0.5; ; wait = Math.min(wait * 2, 10)) {
    try {
      return await enter();
    } catch (error) {
      if (error instanceof api.Refused) return show("sign-in", error.status === 401 ? "" : said(error));
      document.body.dataset.view = "away";
      await api.sleep(wait);
    }
  }
}

begin();
