// The form and the table of the key-value store. Requests go to a node that answers, the page's own first.

import { ask } from "./access.js";
import { brief, byId, count, el, say, set } from "./dom.js";

const LISTED = 100;
const PATIENCE_MS = 8000;
// Of a key and a value: so much in the table, and so much in the sentence that tells what came of a request.
const IN_TABLE = 96;
const IN_SENTENCE = 48;

export class Store {
  /**
   * @param {() => {name: string, origin: string, applied: number}[]} alive the nodes that answer, the best first
   * @param {(items: object[]) => void} take hears what is stored
   * @param {() => number} slow by how much the demo is slowed down
   */
  constructor(alive, take, slow) {
    Object.assign(this, { alive, take, slow, seen: null, asking: false });
    byId("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(event.submitter?.value ?? "set");
    });
  }

  /** Reads the list again when the node that gives it has applied more. */
  async refresh() {
    const [node] = this.alive();
    const now = node && `${node.name} ${node.applied}`;
    if (this.asking || !node || now === this.seen)
      return;
    this.asking = true;
    try {
      const answer = await ask(`${node.origin}/v1/kv?consistency=stale&limit=${LISTED}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.ok) {
        this.take((await answer.json()).items);
        this.seen = now;
      }
    } catch {
      // The node has just died: the next one is asked in a moment.
    } finally {
      this.asking = false;
    }
  }

  /** Draws the table. */
  show(items) {
    if (this.shown === items)
      return;
    const before = new Map((this.shown ?? []).map((item) => [item.key, item.index]));
    const known = this.shown !== undefined;
    this.shown = items;
    byId("empty").hidden = items.length > 0;
    byId("items").replaceChildren(...items.map((item) => el("tr", { class: known && before.get(item.key) !== item.index ? "fresh" : null },
      el("td", {}, el("button", { type: "button", class: "link", onclick: () => this.#pick(item) },
        brief(item.key, IN_TABLE))),
      el("td", item.value === "" ? { class: "nothing" } : {}, item.value === "" ? "(empty)" : shown(item, IN_TABLE)),
      el("td", { class: "number" }, count(item.index)))));
  }

  #pick(item) {
    byId("key").value = item.key;
    byId("value").value = item.value ?? "";
    byId("value").focus();
  }

  async #submit(verb) {
    const [key, value] = [byId("key").value, byId("value").value];
    const [node] = this.alive();
    if (!node) {
      this.#say("No node answers.", false);
      return;
    }
    this.#say(verb === "get" ? `Asking ${node.name}…` : `On its way, by ${node.name}…`, null);
    const began = performance.now();
    try {
      const answer = await ask(`${node.origin}/v1/kv/${encodeURIComponent(key)}`, {
        method: { set: "PUT", get: "GET", delete: "DELETE" }[verb],
        body: verb === "set" ? new TextEncoder().encode(value) : undefined,
        signal: AbortSignal.timeout(PATIENCE_MS * this.slow()),
      });
      const body = await answer.json();
      const took = `${Math.round(performance.now() - began)} ms, by way of ${node.name}`;
      this.#say(answer.ok ? `${sentence(verb, key, value, body)} (${took})` : body.detail ?? `Refused with ${answer.status}.`, answer.ok);
    } catch (error) {
      this.#say(error.name === "TimeoutError" ? "No answer in time: whether it happened is not known." : `${node.name} went away: whether it happened is not known.`, false);
    }
  }

  #say(text, good) {
    const result = byId("result");
    say(result, text);
    set(result, "class", `result ${good === null ? "" : good ? "good" : "bad"}`);
  }
}

/** A value that is no text comes as Base64, and is called that. */
const shown = (item, most) =>
  item.value !== undefined ? brief(item.value, most) : `${brief(item.valueBase64, most)} (Base64)`;

function sentence(verb, whole, value, body) {
  const key = brief(whole, IN_SENTENCE);
  switch (verb) {
    case "get": return `${key} = ${shown(body, IN_SENTENCE)}, written at position ${count(body.index)}`;
    case "set":
      return `${key} = ${brief(value, IN_SENTENCE)}, `
        + `on a majority's disks at position ${count(body.index)} of term ${body.term}`;
    default: return body.deleted ? `${key} is deleted, at position ${count(body.index)}` : `There was no ${key}`;
  }
}
