// The demo's remote control: kill, pause, restart and cut off nodes, and slow all of them down.

import { byId, say, set } from "./dom.js";

const LOOK_MS = 2000;

export class Demo {
  /** @param {{control: string, token: string}} access where the demo listens, and the word that it wants to hear */
  constructor(access) {
    this.access = access;
    this.running = new Set();
    this.paused = new Set();
    this.isolated = new Set();
    this.canPause = false;
    this.asked = 0;
    byId("demo").hidden = false;
    for (const choice of document.querySelectorAll("input[name=slow]"))
      choice.addEventListener("change", () => this.#order("POST", `/slow/${choice.value}`));
    this.#look();
  }

  /** Does something to a node. */
  act(node, action) {
    return this.#order("POST", `/nodes/${encodeURIComponent(node)}/${action}`);
  }

  async #look() {
    if (!document.hidden)
      await this.#order("GET", "/state");
    setTimeout(() => this.#look(), LOOK_MS);
  }

  async #order(method, path) {
    const note = byId("order");
    const turn = ++this.asked;
    try {
      const answer = await fetch(this.access.control + path, { method, headers: { "X-Demo-Token": this.access.token } });
      if (!answer.ok)
        throw new Error(`the demo refused with ${answer.status}`);
      const state = await answer.json();
      // What was asked before something was changed says how it was before that.
      if (turn === this.asked)
        this.#take(state);
      note.hidden = true;
    } catch (error) {
      note.hidden = false;
      set(note, "class", "result bad");
      say(note, `The demo cannot be reached: ${error.message}`);
    }
  }

  #take(state) {
    const named = (holds) => new Set(state.nodes.filter(holds).map((node) => node.node));
    this.running = named((node) => node.running);
    this.paused = named((node) => node.paused);
    this.isolated = named((node) => node.isolated);
    this.canPause = state.canPause;
    for (const choice of document.querySelectorAll("input[name=slow]"))
      choice.checked = Number(choice.value) === state.slow;
  }
}
