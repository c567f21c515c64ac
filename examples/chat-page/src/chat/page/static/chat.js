// The chat: rooms, what is said in them, and who is there.

import * as api from "./api.js";
import { openPeople, openRoomDialog } from "./dialogs.js";
import { $, day, element, face, hour } from "./dom.js";
import { Live } from "./live.js";
import * as people from "./people.js";

const CHANNEL = "room";
const PAGE = 30; // messages at a time
const LOOK = 10; // seconds, after which the page looks for rooms that somebody let it into
const STATES = {
  on: "", connecting: "Connecting …", away: "Connection lost. Trying again …",
  refused: "Not connected", off: "",
};

let me = null; // the account of who signed in
let live = null;
let looking = null;
let renewing = null;
let rooms = new Map(); // by key
let opened = null; // the room that is shown

const byTime = (one, other) =>
  one.at < other.at ? -1 : one.at > other.at ? 1 : one.key < other.key ? -1 : 1;

export async function startChat(account, person, signedOut) {
  stopChat();
  me = account;
  $("my-name").textContent = person.name;
  $("my-face").replaceWith(Object.assign(face(account, person.name), { id: "my-face" }));
  document.body.dataset.view = "rooms";
  live = new Live({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/realtime`,
    token: (fresh) => (fresh ? api.renewed() : api.currentToken()),
  });
  const heard = {
    state: ({ detail }) => showState(detail),
    "signed-out": signedOut,
    joined: ({ detail }) => joined(detail),
    left: ({ detail }) => forgetRoom(detail.id),
    event: ({ detail }) => happened(detail),
    presence: ({ detail }) => present(detail.id, detail.joined, detail.left),
    present: ({ detail }) => present(detail.id, detail.accounts),
    typing: ({ detail }) => types(detail),
    refused: ({ detail }) => console.warn("refused", detail.status, detail.body),
  };
  for (const [type, listener] of Object.entries(heard)) live.addEventListener(type, listener);
  renewing = setInterval(renew, 20_000);
  looking = setInterval(() => document.hidden || loadRooms().catch(() => null), LOOK * 1000);
  live.start();
  await loadRooms();
}

export function stopChat() {
  live?.stop();
  clearInterval(looking);
  clearInterval(renewing);
  rooms = new Map();
  live = null;
  close();
  $("rooms").replaceChildren();
}

// The token that the connection began with is over in some minutes.
async function renew() {
  if (live?.state === "on" && api.secondsLeft() < 90) {
    try {
      live.authenticate(await api.renewed());
    } catch { /* the next request says why */ }
  }
}

function showState(state) {
  $("state").textContent = STATES[state];
  document.body.dataset.live = state;
  if (state === "on") loadRooms().catch(() => null);
}

// Rooms

async function loadRooms() {
  const current = live;
  const [found, members, unread] = await Promise.all([
    api.all("/rooms?sort=name"), api.all("/members"), api.all("/notifications"),
  ]);
  await people.learn(members.map((each) => each.account_id));
  if (current !== live) return;
  const there = new Set(found.map((each) => each.id));
  for (const id of [...rooms.keys()]) if (!there.has(id)) forgetRoom(id);
  for (const each of found) {
    const room = rooms.get(each.id) ?? {
      id: each.id, messages: new Map(), earlier: null, loaded: false, present: new Set(),
      typing: new Map(), unread: new Map(), latest: "",
    };
    rooms.set(each.id, Object.assign(room, { name: each.name, kind: each.kind, owner: each.owner_id }));
    room.members = members.filter((member) => member.room_id === each.id);
    live.join(CHANNEL, each.id);
  }
  for (const each of unread) {
    const room = rooms.get(each.room_id);
    room?.unread.set(each.message_id, each.id);
    if (room && room === opened && !document.hidden) read(room);
  }
  showRooms();
  if (opened) showTitle();
}

const titleOf = (room) => {
  if (room.kind !== "direct") return room.name;
  const other = room.members.find((each) => each.account_id !== me);
  return other ? people.nameOf(other.account_id) : room.name;
};

function showRooms() {
  const listed = [...rooms.values()].sort((one, other) =>
    one.latest === other.latest
      ? titleOf(one).localeCompare(titleOf(other))
      : one.latest < other.latest ? 1 : -1);
  $("no-rooms").hidden = listed.length > 0;
  const focused = document.activeElement?.closest("#rooms button")?.dataset.id;
  $("rooms").replaceChildren(...listed.map((room) => {
    const name = titleOf(room);
    const others = [...room.present].filter((each) => each !== me);
    const unread = room.unread.size;
    return element("li", {}, element("button", {
      type: "button", "data-id": room.id, class: room === opened ? "chosen" : "",
      "aria-current": room === opened && "true", onclick: () => open(room.id),
    },
    face(room.id, name),
    element("span", { class: "name" }, name),
    others.length ? element("span", { class: "dot", title: `${others.map(people.nameOf).join(", ")} here` },
      element("span", { class: "unseen" }, ", somebody is here")) : null,
    unread ? element("span", { class: "count" }, `${unread}`, element("span", { class: "unseen" }, " unread")) : null));
  }));
  if (focused) document.querySelector(`#rooms button[data-id="${focused}"]`)?.focus();
  const sum = listed.reduce((all, each) => all + each.unread.size, 0);
  document.title = sum ? `(${sum}) Chat` : "Chat";
}

function forgetRoom(id) {
  live?.leave(CHANNEL, id);
  if (opened?.id === id) close();
  rooms.delete(id);
  showRooms();
}

function close() {
  opened = null;
  $("room").hidden = true;
  $("no-room").hidden = false;
  if (document.body.dataset.view === "room") document.body.dataset.view = "rooms";
}

async function open(id) {
  const room = rooms.get(id);
  if (!room) return;
  if (opened) live.typing(CHANNEL, opened.id, false);
  opened = room;
  document.body.dataset.view = "room";
  $("room").hidden = false;
  $("no-room").hidden = true;
  closeSearch();
  showTitle();
  showTyping();
  drawLog(room);
  showRooms();
  read(room);
  $("text").value = room.draft ?? "";
  grow();
  if (matchMedia("(min-width: 700px)").matches) $("text").focus();
  else $("room-name").focus();
  if (!room.loaded) await load(room).catch(() => null);
}

function showTitle() {
  $("room-name").textContent = titleOf(opened);
  const there = [...opened.present].map((each) => (each === me ? "you" : people.nameOf(each)));
  const count = `${opened.members.length} ${opened.members.length === 1 ? "member" : "members"}`;
  $("room-present").textContent = there.length ? `Here: ${there.sort().join(", ")}` : count;
}

function read(room) {
  for (const notification of room.unread.values()) {
    if (notification) api.remove(`/notifications/${notification}`).catch(() => null);
  }
  if (room.unread.size) {
    room.unread.clear();
    showRooms();
  }
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && opened) read(opened);
});

// Messages: by their key, and by what whoever sent them called them before they had one

const keyOf = (message) => message.sent_as ?? message.id;

function keep(room, found) {
  const key = keyOf(found);
  const was = room.messages.get(key);
  const message = { ...was, ...found, key, at: found.created_at ?? was?.at, state: "sent" };
  room.messages.set(key, message);
  if (message.at > room.latest) room.latest = message.at;
  return [message, !was];
}

async function load(room) {
  const page = await api.get(`/rooms/${room.id}/messages?limit=${PAGE}`);
  await people.learn(page.data.map((each) => each.author_id));
  room.loaded = true;
  room.earlier = page.pagination.next_cursor;
  page.data.forEach((each) => keep(room, each));
  if (room === opened) drawLog(room);
}

async function loadEarlier() {
  const room = opened;
  if (!room?.earlier || room.loading) return;
  room.loading = true;
  try {
    const cursor = encodeURIComponent(room.earlier);
    const page = await api.get(`/rooms/${room.id}/messages?limit=${PAGE}&cursor=${cursor}`);
    await people.learn(page.data.map((each) => each.author_id));
    room.earlier = page.pagination.next_cursor;
    page.data.forEach((each) => keep(room, each));
    if (room === opened) {
      const scroller = $("scroller");
      const before = scroller.scrollHeight - scroller.scrollTop;
      drawLog(room, { stay: true });
      scroller.scrollTop = scroller.scrollHeight - before;
    }
  } catch { /* the button is still there */ } finally {
    room.loading = false;
  }
}

// The whole log, without having it read out.
function drawLog(room, { stay = false } = {}) {
  const log = $("log");
  $("told").setAttribute("aria-live", "off");
  const listed = [...room.messages.values()].sort(byTime);
  log.replaceChildren(...listed.flatMap((each, at) => rowsOf(each, listed[at - 1])));
  $("nothing").hidden = listed.length > 0 || !room.loaded;
  $("earlier").hidden = !room.earlier;
  if (!stay) toEnd();
  setTimeout(() => $("told").setAttribute("aria-live", "polite"), 100);
}

function toEnd() {
  const scroller = $("scroller");
  scroller.scrollTop = scroller.scrollHeight;
}

const isAtEnd = () => {
  const scroller = $("scroller");
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
};

function rowsOf(message, before) {
  const rows = [];
  if (!before || day(before.at) !== day(message.at)) {
    rows.push(element("li", { class: "day" }, day(message.at)));
  }
  return [...rows, rowOf(message, before)];
}

function rowOf(message, before) {
  const mine = message.author_id === me;
  const name = mine ? "You" : people.nameOf(message.author_id);
  const follows = before?.author_id === message.author_id && day(before.at) === day(message.at)
    && Date.parse(message.at) - Date.parse(before.at) < 300_000;
  const parts = [
    element("p", { class: "who" }, element("strong", { class: follows ? "unseen" : "" }, name),
      " ", element("time", { datetime: message.at }, hour(message.at))),
    element("p", { class: "text" }, message.text ?? ""),
  ];
  if (message.preview || message.picture) parts.push(pictureOf(message));
  if (message.state === "sending") parts.push(element("p", { class: "sending" }, "Sending …"));
  if (message.state === "waiting") parts.push(element("p", { class: "sending" }, "Waiting for the service …"));
  if (message.state === "failed") {
    parts.push(element("p", { class: "failed", role: "alert" }, `${message.why} `,
      element("button", { type: "button", class: "link", onclick: () => deliver(message.room, message) }, "Try again")));
  }
  return element("li", {
    "data-key": message.key, class: `message${mine ? " mine" : ""}${follows ? " follows" : ""} ${message.state}`,
  }, follows ? element("span", { class: "face none" }) : face(message.author_id, people.nameOf(message.author_id)),
  element("div", { class: "bubble" }, ...parts));
}

function pictureOf(message) {
  const image = element("img", { alt: message.picture?.name ?? "Picture", class: "picture" });
  const end = isAtEnd();
  image.addEventListener("load", () => end && toEnd());
  if (message.preview) image.src = message.preview;
  else {
    api.picture(message.picture).then((address) => { image.src = address; }, () => {
      image.replaceWith(element("p", { class: "failed" }, "The picture could not be loaded."));
    });
  }
  return image;
}

// Draws one message where it belongs; most are the last one.
function draw(room, message) {
  if (room !== opened) return;
  const listed = [...room.messages.values()].sort(byTime);
  const at = listed.indexOf(message);
  const there = $("log").querySelector(`[data-key="${message.key}"]`);
  $("nothing").hidden = true;
  const end = isAtEnd();
  if (there) {
    const shown = [...$("log").querySelectorAll("[data-key]")];
    if (shown.indexOf(there) === at) there.replaceWith(rowOf(message, listed[at - 1]));
    else drawLog(room, { stay: !end });
  } else if (at === listed.length - 1) {
    $("log").append(...rowsOf(message, listed[at - 1]));
  } else {
    drawLog(room, { stay: !end });
  }
  if (end || message.state === "sending") toEnd();
}

// What the service tells

async function joined({ id, anew, present: there }) {
  const room = rooms.get(id);
  if (!room) return;
  if (there) present(id, there);
  // The history is read once what follows it is told of, so that nothing is between both.
  if (anew) {
    room.loaded = false;
    await load(room).catch(() => null);
    showRooms();
  }
}

async function happened({ id, name, data, time, row }) {
  const room = rooms.get(id);
  if (!room) return;
  if (name === "MessagePosted") {
    await people.learn([data.author_id]).catch(() => null);
    const [message, isNew] = keep(room, { created_at: time, ...data });
    types({ id, account: data.author_id, typing: false });
    draw(room, message);
    if (isNew && message.author_id !== me && (room !== opened || document.hidden)) {
      if (!room.unread.has(message.id)) room.unread.set(message.id, null);
    }
    showRooms();
  } else if (name === "MessageChanged") {
    const found = await api.get(`/messages/${data.id ?? row}`).catch(() => null);
    if (found) draw(room, keep(room, found)[0]);
  }
}

function present(id, there, gone = null) {
  const room = rooms.get(id);
  if (!room) return;
  if (gone === null) room.present = new Set(there);
  else {
    there.forEach((each) => room.present.add(each));
    gone.forEach((each) => room.present.delete(each));
  }
  people.learn(there).catch(() => null).then(() => {
    showRooms();
    if (room === opened) showTitle();
  });
}

function types({ id, account, typing, seconds = 6 }) {
  const room = rooms.get(id);
  if (!room || account === me) return;
  clearTimeout(room.typing.get(account));
  if (typing) {
    room.typing.set(account, setTimeout(() => types({ id, account, typing: false }), seconds * 1000));
  } else room.typing.delete(account);
  if (room === opened) showTyping();
}

function showTyping() {
  const names = [...opened.typing.keys()].map(people.nameOf);
  const verb = names.length === 1 ? "is" : "are";
  const text = names.length ? `${names.join(" and ")} ${verb} typing …` : "";
  if ($("typing").textContent !== text) $("typing").textContent = text;
}

// Sending: the message is shown at once, and sent until the service has it

function send(text, file = null) {
  const room = opened;
  const message = {
    key: crypto.randomUUID?.() ?? uuid(), room, text, file, author_id: me, state: "sending",
    at: new Date().toISOString(), preview: file ? URL.createObjectURL(file) : null,
  };
  room.messages.set(message.key, message);
  live.typing(CHANNEL, room.id, false);
  draw(room, message);
  // One after the other: two requests at once may arrive in either order.
  room.sending = (room.sending ?? Promise.resolve()).then(() => deliver(room, message));
}

// Only pages of https and of this machine have crypto.randomUUID.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function mark(room, message, state, why = "") {
  const now = Object.assign(room.messages.get(message.key) ?? message, { state, why });
  draw(room, now);
}

async function deliver(room, message) {
  mark(room, message, "sending");
  for (let wait = 0.3; ; wait = Math.min(wait * 2, 5)) {
    try {
      const body = { room_id: room.id, text: message.text, sent_as: message.key };
      let found = await api.create("/messages", body, message.key);
      if (message.file) {
        found = await api.upload(`/messages/${found.id}/picture`, message.file);
      }
      draw(room, keep(room, found)[0]);
      return;
    } catch (error) {
      if (error instanceof api.Refused && error.code !== "IDEMPOTENCY_KEY_IN_USE" && error.status !== 429) {
        return mark(room, message, "failed", `It was not sent: ${error.said}`);
      }
      if (wait > 0.6) mark(room, message, "waiting");
      await api.sleep(Math.max(error.after ?? 0, wait));
    }
  }
}

// What people do

$("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text || !opened) return;
  $("text").value = "";
  opened.draft = "";
  grow();
  send(text);
});

$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("compose").requestSubmit();
  }
});

$("text").addEventListener("input", () => {
  grow();
  if (!opened) return;
  opened.draft = $("text").value;
  live.typing(CHANNEL, opened.id, Boolean(opened.draft.trim()));
});

// The style of an element may be set by a script that the policy lets in.
function grow() {
  const area = $("text");
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 160)}px`;
}

$("choose-picture").addEventListener("click", () => $("picture").click());
$("picture").addEventListener("change", () => {
  const [file] = $("picture").files;
  $("picture").value = "";
  if (!file || !opened) return;
  const text = $("text").value.trim() || file.name;
  $("text").value = "";
  opened.draft = "";
  grow();
  send(text, file);
});

$("earlier").addEventListener("click", loadEarlier);
new IntersectionObserver(([seen]) => seen.isIntersecting && $("scroller").scrollTop < 200
  && opened?.loaded && $("scroller").scrollHeight > $("scroller").clientHeight + 1 && loadEarlier(),
{ root: $("scroller") }).observe($("earlier"));

$("back").addEventListener("click", () => {
  const id = opened?.id;
  close();
  document.body.dataset.view = "rooms";
  showRooms();
  document.querySelector(`#rooms button[data-id="${id}"]`)?.focus();
});

// Searching

let asking = 0;

$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  searchFor($("search-words").value.trim());
});
$("search-words").addEventListener("input", () => $("search-words").value || closeSearch());
$("found-close").addEventListener("click", () => {
  closeSearch();
  $("search-words").focus();
});

async function searchFor(words) {
  if (!words) return closeSearch();
  const room = opened;
  const mine = ++asking;
  let found = [];
  let said = "";
  try {
    const page = await api.get(`/rooms/${room.id}/messages?limit=50&q=${encodeURIComponent(words)}`);
    found = page.data;
    await people.learn(found.map((each) => each.author_id));
    const more = page.pagination.has_more ? " or more" : "";
    said = `${found.length}${more} ${found.length === 1 ? "message" : "messages"} with “${words}”.`;
  } catch (error) {
    said = error.said ?? error.message;
  }
  if (mine !== asking || room !== opened) return;
  $("found").hidden = false;
  $("scroller").hidden = true;
  $("found-said").textContent = said;
  $("found-list").replaceChildren(...found.map((each) =>
    rowOf({ ...each, key: each.id, at: each.created_at, state: "sent" }, null)));
}

function closeSearch() {
  asking += 1;
  $("search-words").value = "";
  $("found").hidden = true;
  if ($("scroller").hidden) {
    $("scroller").hidden = false;
    toEnd();
  }
}

// New rooms, and who is in them

async function enterRoom(room, accounts) {
  for (const account_id of new Set([me, ...accounts])) {
    await api.create("/members", { room_id: room.id, account_id });
  }
  await loadRooms();
  await open(room.id);
}

$("new-room").addEventListener("click", () => openRoomDialog(async (name) => {
  await enterRoom(await api.create("/rooms", { name }), []);
}));

$("new-direct").addEventListener("click", () => openPeople({
  title: "Talk to somebody", label: "Who?", skip: () => [me], action: "Talk",
  choose: async (person, dialog) => {
    dialog.close();
    const there = [...rooms.values()].find((each) => each.kind === "direct"
      && each.members.some((member) => member.account_id === person.account_id));
    if (there) return open(there.id);
    const name = `${$("my-name").textContent} and ${person.name}`.slice(0, 80);
    await enterRoom(await api.create("/rooms", { name, kind: "direct" }), [person.account_id]);
  },
}));

$("members").addEventListener("click", () => {
  const room = opened;
  const owns = room.owner === me;
  const own = room.members.find((each) => each.account_id === me);
  openPeople({
    title: "Members",
    label: "Invite somebody",
    skip: () => room.members.map((each) => each.account_id),
    action: "Invite",
    choose: owns && room.kind === "group" ? async (person) => {
      await api.create("/members", { room_id: room.id, account_id: person.account_id });
      await loadRooms();
    } : null,
    listed: () => room.members.map((member) => ({
      account: member.account_id,
      name: people.nameOf(member.account_id) + (member.account_id === me ? " (you)" : ""),
      here: room.present.has(member.account_id),
      remove: owns && member.account_id !== me && room.kind === "group" ? async () => {
        await api.remove(`/members/${member.id}`);
        await loadRooms();
      } : null,
    })),
    leave: own && !owns ? async () => {
      await api.remove(`/members/${own.id}`);
      forgetRoom(room.id);
    } : null,
  });
});
