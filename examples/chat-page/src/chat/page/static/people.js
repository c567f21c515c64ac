// Who somebody is, by the key of their account; asked for once, several at a time.

import { all, get } from "./api.js";

const known = new Map();
const MOST = 50; // keys in one request

export const nameOf = (account) => known.get(account)?.name ?? "Somebody";
export const remember = (person) => known.set(person.account_id, person);

export async function learn(accounts) {
  const wanted = [...new Set(accounts)].filter((each) => each && !known.has(each));
  for (let at = 0; at < wanted.length; at += MOST) {
    const query = wanted.slice(at, at + MOST).map((each) => `account_id=${each}`).join("&");
    (await all(`/people?${query}`)).forEach(remember);
  }
}

export async function find(words) {
  const query = words ? `&q=${encodeURIComponent(words)}` : "";
  const found = (await get(`/people?sort=name&limit=20${query}`)).data;
  found.forEach(remember);
  return found;
}

export async function own(account) {
  const [person] = (await get(`/people?account_id=${account}`)).data;
  if (person) remember(person);
  return person;
}
