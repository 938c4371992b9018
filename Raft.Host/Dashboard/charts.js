// The timeline of who led, what happened in words, and two small graphs.

import { byId, clock, count, el, say, set, svg, tint } from "./dom.js";

const LANE = 26;
const LABEL = 62;
const LEAST_MS = 20_000;
const SHORT_MS = 90_000;
const LONG_MS = 600_000;

export class Timeline {
  constructor() {
    this.root = byId("timeline");
    this.list = byId("events");
    this.told = null;
  }

  show(model) {
    const known = model.now - Math.min(...[...model.nodes.values()].map((node) => node.spans[0]?.from ?? model.now));
    const length = Math.min(model.slow > 1 ? LONG_MS : SHORT_MS, Math.max(LEAST_MS, known));
    say(byId("span"), length >= 2 * SHORT_MS ? `the last ${Math.round(length / 60_000)} minutes` : `the last ${Math.round(length / 1000)} seconds`);
    const width = Math.max(280, this.root.clientWidth);
    const height = LANE * model.nodes.size + 4;
    set(this.root, "viewBox", `0 0 ${width} ${height}`);
    this.root.style.height = `${height}px`;
    const x = (t) => LABEL + Math.max(0, 1 - (model.now - t) / length) * (width - LABEL);
    const parts = [];
    for (const [lane, node] of [...model.nodes.values()].entries()) {
      const y = lane * LANE + 4;
      parts.push(svg("text", { class: "lane", x: 0, y: y + 14 }, node.name));
      for (const span of node.spans) {
        const to = span.to ?? model.now;
        if (model.now - to > length)
          continue;
        parts.push(...bar(span, x(span.from), x(to), y));
      }
    }
    this.root.replaceChildren(...parts);
    this.#tell(model);
  }

  #tell(model) {
    const newest = model.events[0];
    if (this.told === newest)
      return;
    this.told = newest;
    this.list.replaceChildren(...model.events.map((event) =>
      el("li", { class: `${event.kind} ${tint(event.term)}` }, el("time", {}, clock(event.t)), el("span", {}, event.text))));
  }
}

function bar(span, from, to, y) {
  const width = Math.max(1.5, to - from);
  const thick = span.kind === "leader" || span.kind === "candidate";
  const shape = svg("rect", {
    class: `span ${span.kind} ${tint(span.term)}`, x: from.toFixed(1), y: thick ? y : y + 7, width: width.toFixed(1), height: thick ? 18 : 4, rx: thick ? 4 : 2,
  });
  if (span.kind !== "leader" || width < 52)
    return [shape];
  return [shape, svg("text", { class: `span-label ${tint(span.term)}`, x: (from + 7).toFixed(1), y: y + 13.5 }, `term ${span.term}`)];
}

export class Graphs {
  constructor() {
    this.rate = byId("rate");
    this.latency = byId("latency");
  }

  show(model) {
    const last = model.samples.at(-1);
    say(byId("rate-now"), last ? `${count(Math.round(last.rate))}/s` : "–");
    say(byId("latency-now"), last?.latency != null ? milliseconds(last.latency) : "–");
    graph(this.rate, model.samples.map((sample) => sample.rate), (value) => count(Math.round(value)), 4);
    graph(this.latency, model.samples.map((sample) => sample.latency), milliseconds, 4);
  }
}

const milliseconds = (ms) => ms === 0 ? "0" : ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;

/** A line over the last minute; where nothing is known there is none. */
function graph(root, values, unit, least) {
  const width = Math.max(200, root.clientWidth);
  const height = Math.max(92, root.clientHeight);
  set(root, "viewBox", `0 0 ${width} ${height}`);
  const top = ceiling(Math.max(least, ...values.map((value) => value ?? 0)));
  const [left, bottom] = [54, height - 8];
  const x = (i) => left + ((60 - (values.length - 1 - i)) / 60) * (width - left - 4);
  const y = (value) => bottom - (value / top) * (bottom - 10);
  const parts = [];
  for (const share of [0, 0.5, 1]) {
    parts.push(svg("line", { class: "grid", x1: left, x2: width, y1: y(top * share), y2: y(top * share) }));
    if (share !== 0.5)
      parts.push(svg("text", { class: "tick", x: left - 6, y: y(top * share) + 4 }, unit(top * share)));
  }
  for (const run of runs(values)) {
    const line = run.map(([i, value]) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
    parts.push(svg("polygon", { class: "area", points: `${x(run[0][0]).toFixed(1)},${bottom} ${line} ${x(run.at(-1)[0]).toFixed(1)},${bottom}` }));
    parts.push(svg("polyline", { class: "line", points: line }));
  }
  root.replaceChildren(...parts);
}

function runs(values) {
  const found = [];
  let run = [];
  for (const [i, value] of values.entries()) {
    if (value === null) {
      run = [];
      continue;
    }
    if (run.length === 0)
      found.push(run);
    run.push([i, value]);
  }
  return found;
}

/** The next of 1, 2, 5, 10, 20 … above a number. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}
