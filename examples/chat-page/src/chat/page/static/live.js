// The WebSocket: rooms that are joined stay joined, over broken connections and restarts.
//
// The protocol is that of docs/language/realtime.md. Each room remembers the position of the last
// event that was seen, and joins after it again: nothing is missed, and nothing comes twice.

const SILENCE = 15; // seconds, after which the page asks whether the connection is alive
const PATIENCE = 5; // seconds that the answer to that may take
const LONGEST = 30; // seconds between two tries to connect
const TYPING = 3; // seconds, after which it is said again that somebody types

export class Live extends EventTarget {
  // `token(fresh)` gives an access token; a fresh one where the last one was refused.
  constructor({ url, token }) {
    super();
    this.url = url;
    this.token = token;
    this.rooms = new Map(); // by key: {channel, id, position, joined}
    this.socket = null;
    this.state = "off";
    this.tries = 0;
    this.after = 0.5;
    this.refs = 0;
    this.typed = new Map();
    globalThis.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  start() {
    if (this.state === "off") this.connect();
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    this.rooms.clear();
    this.become("off");
    this.socket?.close(1000);
    this.socket = null;
  }

  join(channel, id) {
    const key = `${channel}/${id}`;
    if (this.rooms.has(key)) return;
    this.rooms.set(key, { channel, id, position: null, joined: false });
    this.ask(this.rooms.get(key));
  }

  leave(channel, id) {
    if (this.rooms.delete(`${channel}/${id}`)) this.send({ type: "leave", channel, id });
  }

  // Says that who signed in types, or no longer does: at most every few seconds.
  typing(channel, id, typing) {
    const key = `${channel}/${id}`;
    const last = this.typed.get(key) ?? 0;
    if (typing ? Date.now() - last < TYPING * 1000 : !last) return;
    this.typed.set(key, typing ? Date.now() : 0);
    this.send({ type: "typing", channel, id, typing });
  }

  // A newer token of the same account: the rooms stay.
  authenticate(token) {
    if (this.state === "on") this.send({ type: "authenticate", token });
  }

  // The connection may be back: there is no need to wait for the next try.
  hurry() {
    if (this.state === "away") this.connect();
    else if (this.state === "on") this.probe();
  }

  // The rest is the connection's own.

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  send(frame) {
    if (this.state === "on" && this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ ...frame, ref: ++this.refs }));
    }
  }

  ask(room) {
    const { channel, id, position } = room;
    this.send({ type: "join", channel, id, ...(position === null ? {} : { after: position }) });
  }

  async connect() {
    clearTimeout(this.timer);
    this.become("connecting");
    let token;
    try {
      token = await this.token(this.refused);
      this.refused = false;
    } catch (error) {
      if (this.state === "off") return;
      if (error.status === 401) this.say("signed-out");
      else this.later();
      return;
    }
    if (this.state !== "connecting") return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    const current = () => this.socket === socket;
    socket.onopen = () => current() && socket.send(JSON.stringify({ type: "authenticate", token }));
    socket.onmessage = ({ data }) => current() && this.receive(JSON.parse(data));
    socket.onclose = ({ code }) => current() && this.closed(code);
    this.heard();
  }

  closed(code) {
    this.socket = null;
    clearTimeout(this.watch);
    for (const room of this.rooms.values()) room.joined = false;
    if (this.state === "off") return;
    if (code === 4403) return this.become("refused");
    this.refused = code === 4401 || code === 4419;
    this.later();
  }

  // After as many seconds as the service said, doubled by each try that fails.
  later() {
    const wait = Math.min(Math.max(this.after, 0.2) * 2 ** this.tries, LONGEST);
    this.tries += 1;
    this.become("away");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait * 1000);
  }

  // A connection can break without anybody being told: then no answer comes.
  heard() {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.probe(), SILENCE * 1000);
  }

  probe() {
    this.send({ type: "ping" });
    clearTimeout(this.watch);
    this.watch = setTimeout(() => {
      const socket = this.socket;
      if (!socket) return;
      this.closed(1006);
      socket.close();
    }, PATIENCE * 1000);
  }

  receive(frame) {
    this.heard();
    const room = this.rooms.get(`${frame.channel}/${frame.id}`);
    switch (frame.type) {
      case "welcome":
        this.after = frame.retry_after ?? this.after;
        this.tries = 0;
        if (this.state !== "on") {
          this.become("on");
          this.typed.clear();
          for (const each of this.rooms.values()) this.ask(each);
        }
        break;
      case "joined":
        if (!room) break;
        // Who joined for the first time, or too late, has to load what was there before.
        frame.anew = room.position === null || frame.complete === false;
        if (frame.anew) room.position = frame.position;
        room.joined = true;
        this.say("joined", frame);
        break;
      case "event":
        if (!room || (room.position !== null && frame.position <= room.position)) break;
        room.position = frame.position;
        this.say("event", frame);
        break;
      case "left":
        if (frame.reason !== "asked") {
          this.rooms.delete(`${frame.channel}/${frame.id}`);
          this.say("left", frame);
        }
        break;
      case "presence":
      case "present":
      case "typing":
        if (room) this.say(frame.type, frame);
        break;
      case "error":
        this.say("refused", frame);
        break;
    }
  }
}
