// Brings the parts together: the nodes' events move the model, and the model is drawn as often as an eye needs.

import { insist, offerToForget } from "./access.js";
import { Graphs, Timeline } from "./charts.js";
import { Demo } from "./demo.js";
import { byId, calm, count, say } from "./dom.js";
import { Feed } from "./feed.js";
import { Logs } from "./logs.js";
import { Model } from "./model.js";
import { Player } from "./player.js";
import { Ring } from "./ring.js";
import { Store } from "./store.js";
import { story } from "./story.js";
import { Tape } from "./tape.js";

const FRAME_MS = 30;
const DRAW_MS = 120;
const CHART_MS = 1000;

async function start() {
  const answer = await insist("/v1/dashboard");
  offerToForget();
  const { node: self, nodes, demo: access } = await answer.json();
  const names = Object.keys(nodes).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const origins = new Map(names.map((name) => [name, name === self ? location.origin : nodes[name]]));
  const demo = access ? new Demo(access) : null;
  new Page(self, names, origins, demo);
}

class Page {
  constructor(self, names, origins, demo) {
    this.demo = demo;
    this.live = new Model(names);
    this.tape = new Tape(names);
    this.ring = new Ring(byId("ring"), names);
    this.logs = new Logs(names, demo ? (node, action) => demo.act(node, action) : null);
    this.timeline = new Timeline();
    this.graphs = new Graphs();
    const alive = () => [self, ...names].filter((name, i) => (i === 0 || name !== self) && this.live.nodes.get(name).link === "open")
      .map((name) => ({ name, origin: origins.get(name), applied: this.live.nodes.get(name).state?.applied ?? 0 }));
    this.store = new Store(alive, (items) => this.#take({ t: Date.now(), items }), () => this.live.slow);
    this.player = new Player(this.tape, (model) => this.#look(model));
    byId("kill-leader").addEventListener("click", () => {
      if (this.live.leader)
        this.demo.act(this.live.leader.name, "kill");
    });
    this.drawnAt = this.chartedAt = this.tickedAt = 0;
    this.feed = new Feed(origins, (happening) => this.#take(happening));
    requestAnimationFrame((now) => this.#frame(now));
  }

  get #model() {
    return this.player.model ?? this.live;
  }

  #take(happening) {
    this.tape.add(happening);
    this.live.apply(happening);
  }

  /** Another model is shown from here on: the tape's, or the living one. */
  #look() {
    this.ring.clear();
    this.chartedAt = this.drawnAt = 0;
  }

  #frame(now) {
    requestAnimationFrame((next) => this.#frame(next));
    if (now - this.tickedAt < (calm.matches ? DRAW_MS : FRAME_MS))
      return;
    this.tickedAt = now;
    this.live.advance(Date.now());
    this.player.tick(now);
    const model = this.#model;
    // A demo's own knowledge is of now; a recording shows what was.
    const demo = this.player.model ? null : this.demo;
    this.ring.launch(model.takeMessages(), model, demo);
    if (this.player.model)
      this.live.takeMessages();
    this.ring.tick(model.now, model);
    if (now - this.drawnAt > DRAW_MS)
      this.#draw(now, model, demo);
  }

  #draw(now, model, demo) {
    this.drawnAt = now;
    this.ring.show(model, demo);
    this.logs.show(model, demo);
    this.store.show(model.items);
    this.store.refresh();
    say(byId("fact-leader"), model.leader?.name ?? "none");
    say(byId("fact-term"), count(model.term));
    say(byId("fact-commit"), count(model.commit));
    const up = [...model.nodes.values()].filter((node) => node.link === "open").length;
    say(byId("fact-up"), `${up} of ${model.nodes.size}`);
    say(byId("story"), story(model));
    byId("kill-leader").disabled = !demo || !this.live.leader;
    if (now - this.chartedAt > CHART_MS) {
      this.chartedAt = now;
      this.timeline.show(model);
      this.graphs.show(model);
    }
  }
}

start().catch((error) => say(byId("story"), `The page cannot start: ${error.message}`));
