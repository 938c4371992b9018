// One row per node: the end of its log, how far it is committed and applied, and in the demo what can be done to it.

import { byId, count, el, say, set, tint } from "./dom.js";

const MOST_CELLS = 24;
const CELL_PX = 29;
// What to call a node that is not heard.
const FAR = { silent: "silent", down: "dead" };

export class Logs {
  /**
   * @param {string[]} names the nodes
   * @param {((node: string, action: string) => void) | null} act carries out a demo's order; null outside of a demo
   */
  constructor(names, act) {
    this.root = byId("rows");
    this.rows = new Map(names.map((name) => [name, this.#row(name, act)]));
    new ResizeObserver(() => { this.fits = null; }).observe(this.root);
  }

  /** Draws the rows as they are. A recording has no demo: what is done, is done to the nodes of now. */
  show(model, demo) {
    const last = Math.max(1, ...[...model.nodes.values()].map((node) => node.state?.last ?? 0));
    const fits = this.#cellsThatFit();
    const first = Math.max(1, last - fits + 1);
    for (const node of model.nodes.values()) {
      const row = this.rows.get(node.name);
      const alive = node.link === "open";
      const role = alive && node.state ? node.state.role : "dead";
      const paused = demo?.paused.has(node.name) ?? false;
      set(row.element, "class", `row ${role} ${paused ? "paused" : ""}`);
      say(row.role, paused ? "paused" : alive ? node.state?.role ?? "" : FAR[node.link] ?? "…");
      this.#cells(row, node, first, fits);
      const { state } = node;
      say(row.facts, state ? `committed ${count(state.commit)} · applied ${count(state.applied)} · last ${count(state.last)}` : "");
      if (row.buttons)
        this.#buttons(row, node, demo);
    }
  }

  #cells(row, node, first, fits) {
    while (row.cells.children.length < fits)
      row.cells.append(el("li", { class: "cell none" }));
    while (row.cells.children.length > fits)
      row.cells.lastChild.remove();
    const { state } = node;
    for (let i = 0; i < fits; i++) {
      const index = first + i;
      const cell = row.cells.children[i];
      const entry = state?.log[index - state.logFrom];
      if (!entry) {
        const gone = state && index < state.logFrom && index <= state.last;
        set(cell, "class", gone ? "cell compacted" : "cell none");
        set(cell, "title", gone ? `entry ${index}: in the snapshot, or further back` : null);
        say(cell, "");
        continue;
      }
      const done = index <= state.commit;
      set(cell, "class", `cell ${tint(entry.term)} ${done ? "done" : ""} ${index <= state.applied ? "applied" : ""}`);
      set(cell, "title", `entry ${index}, term ${entry.term}: ${entry.what}${done ? "" : " (not committed)"}`);
      say(cell, String(entry.term));
    }
    set(row.cells, "aria-label", state ? `${node.name}: ${state.last} entries, ${state.commit} committed` : node.name);
  }

  #cellsThatFit() {
    if (!this.fits) {
      const width = this.rows.values().next().value.cells.clientWidth;
      this.fits = Math.max(6, Math.min(MOST_CELLS, Math.floor((width + 3) / CELL_PX)));
    }
    return this.fits;
  }

  #buttons(row, node, demo) {
    for (const button of Object.values(row.buttons))
      button.disabled = !demo;
    if (!demo)
      return;
    const running = demo.running.has(node.name);
    const paused = demo.paused.has(node.name);
    const isolated = demo.isolated.has(node.name);
    const { kill, pause, isolate, restart } = row.buttons;
    kill.disabled = !running;
    pause.disabled = !running || !demo.canPause;
    isolate.disabled = !running;
    name(pause, paused ? "Resume" : "Pause", node);
    set(pause, "aria-pressed", paused);
    name(isolate, isolated ? "Reconnect" : "Isolate", node);
    set(isolate, "aria-pressed", isolated);
    name(restart, running ? "Restart" : "Start", node);
    set(restart, "class", running ? null : "primary");
  }

  #row(name, act) {
    const role = el("span", { class: "role" });
    const cells = el("ol", { class: "cells" });
    const facts = el("p", { class: "facts-line" });
    const element = el("div", { class: "row", "data-node": name },
      el("h3", {}, el("span", { class: "lamp" }), el("span", {}, name), role), cells);
    const under = el("div", { class: "under" }, facts);
    element.append(under);
    let buttons = null;
    if (act) {
      const button = (label, action) =>
        el("button", { type: "button", "data-do": label.toLowerCase(), "aria-label": `${label} ${name}`, onclick: action }, label);
      buttons = {
        kill: button("Kill", () => act(name, "kill")),
        pause: button("Pause", () => act(name, buttons.pause.textContent === "Resume" ? "resume" : "pause")),
        restart: button("Restart", () => act(name, "restart")),
        isolate: button("Isolate", () => act(name, buttons.isolate.textContent === "Reconnect" ? "heal" : "isolate")),
      };
      under.append(el("div", { class: "buttons small", role: "group", "aria-label": `What to do to ${name}` },
        buttons.kill, buttons.pause, buttons.restart, buttons.isolate));
    }
    this.root.append(element);
    return { element, role, cells, facts, buttons };
  }
}

/** What a button is called, for eyes and for ears. */
function name(button, text, node) {
  say(button, text);
  set(button, "aria-label", `${text} ${node.name}`);
}
