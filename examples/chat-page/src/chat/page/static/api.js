// Requests to the API: with the token of who signed in, which is renewed before it is over.

const PREFIX = "/api/v1";
const KEPT = "chat.refresh"; // of this window alone, so that two windows are two people

export class Refused extends Error {
  constructor(status, error) {
    super(error?.message ?? "That did not work.");
    this.status = status;
    this.code = error?.code ?? "";
    this.details = error?.details ?? [];
  }

  get said() {
    return this.details.map((each) => each.message).join(" ") || this.message;
  }
}

// What did not reach the service, or found it restarting: it may be asked again.
export class Away extends Error {
  constructor(after = 0) {
    super("The service does not answer.");
    this.after = after;
  }
}

export const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

let token = null;
let until = 0;
let renewing = null;

async function asked(path, options) {
  let answer;
  try {
    answer = await fetch(PREFIX + path, options);
  } catch {
    throw new Away();
  }
  if ([502, 503, 504].includes(answer.status)) {
    throw new Away(Number(answer.headers.get("Retry-After")) || 0);
  }
  return answer;
}

async function told(answer) {
  if (answer.ok) {
    return answer.status === 204 || answer.status === 202 ? null : answer.json();
  }
  const body = await answer.json().catch(() => null);
  throw new Refused(answer.status, body?.error);
}

const json = (method, body, headers = {}) => ({
  method,
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

export const post = async (path, body) => told(await asked(path, json("POST", body)));

function keep(tokens) {
  token = tokens.access_token;
  until = Date.now() + tokens.expires_in * 1000;
  sessionStorage.setItem(KEPT, tokens.refresh_token);
}

export function forget() {
  token = null;
  sessionStorage.removeItem(KEPT);
}

export const isKnown = () => Boolean(token || sessionStorage.getItem(KEPT));
export const secondsLeft = () => (until - Date.now()) / 1000;

export async function signIn(email, password) {
  keep(await post("/auth/sign-in", { email, password }));
}

export async function signOut() {
  const refresh_token = sessionStorage.getItem(KEPT);
  forget();
  if (refresh_token) await post("/auth/sign-out", { refresh_token }).catch(() => null);
}

// A refresh token is good once, so that there is never more than one request with it.
export function renewed() {
  renewing ??= (async () => {
    const refresh_token = sessionStorage.getItem(KEPT);
    if (!refresh_token) throw new Refused(401, { message: "Sign in again." });
    try {
      keep(await post("/auth/refresh", { refresh_token }));
    } catch (error) {
      if (error instanceof Refused && error.status === 401) forget();
      throw error;
    }
    return token;
  })().finally(() => { renewing = null; });
  return renewing;
}

export async function currentToken() {
  return token && secondsLeft() > 30 ? token : renewed();
}

async function authorised(path, options = {}) {
  for (let tries = 0; ; tries++) {
    const used = await currentToken();
    const headers = { ...options.headers, Authorization: `Bearer ${used}` };
    const answer = await asked(path, { ...options, headers });
    if (answer.status !== 401 || tries) return answer;
    if (token === used) await renewed();
  }
}

export const get = async (path) => told(await authorised(path));
export const create = async (path, body, key) =>
  told(await authorised(path, json("POST", body, key ? { "Idempotency-Key": key } : {})));
export const remove = async (path) => told(await authorised(path, { method: "DELETE" }));
export const upload = async (path, file) =>
  told(await authorised(`${path}?name=${encodeURIComponent(file.name || "picture")}`, {
    method: "PUT",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  }));

// The whole of a list, page by page.
export async function all(path) {
  const found = [];
  for (let cursor = ""; ;) {
    const page = await get(`${path}${path.includes("?") ? "&" : "?"}limit=100${cursor}`);
    found.push(...page.data);
    if (!page.pagination.next_cursor) return found;
    cursor = `&cursor=${encodeURIComponent(page.pagination.next_cursor)}`;
  }
}

const pictures = new Map();

// A picture as an address that an <img> can have: a browser sends no token for one of the API.
export function picture(file) {
  const path = file.url.replace(/^\/api\/v[0-9]+/, "");
  if (!pictures.has(path)) {
    pictures.set(path, (async () => {
      const answer = await authorised(path);
      if (!answer.ok) throw new Refused(answer.status, null);
      return URL.createObjectURL(await answer.blob());
    })());
    pictures.get(path).catch(() => pictures.delete(path));
  }
  return pictures.get(path);
}
