// What is known of the cluster at a moment. It moves by events alone, live ones or recorded ones, so a replay shows what was seen.

const MOST_EVENTS = 80;
const SAMPLE_MS = 1000;
const SAMPLES = 60;
const SILENCE_MS = 2600;

/** @typedef {{t: number, node?: string, frame?: object, link?: string, items?: object[]}} Happening */

export class Model {
  /** @param {string[]} names the nodes, in the order of the ring */
  constructor(names) {
    this.nodes = new Map(names.map((name) => [name, {
      name, link: "connecting", heard: 0, state: null, timer: null, votes: new Map(), spans: [],
    }]));
    this.items = [];
    this.events = [];
    this.samples = [];
    this.messages = [];
    this.now = 0;
    this.settings = { heartbeatMs: 100, electionMinMs: 500, electionMaxMs: 1000 };
    this.nextSample = 0;
  }

  /** Takes one event. */
  apply(happening) {
    this.advance(happening.t);
    if (happening.items)
      this.items = happening.items;
    const node = this.nodes.get(happening.node);
    if (!node)
      return;
    if (happening.link)
      this.#connect(node, happening.link);
    if (happening.frame)
      this.#hear(node, happening.frame, happening.t);
  }

  /** Time goes on. */
  advance(t) {
    this.now = Math.max(this.now, t);
    if (this.nextSample === 0)
      this.nextSample = t + SAMPLE_MS;
    if (t - this.nextSample > SAMPLES * SAMPLE_MS)
      this.nextSample = t;
    while (this.nextSample <= t) {
      this.#sample(this.nextSample);
      this.nextSample += SAMPLE_MS;
    }
    for (const node of this.nodes.values()) {
      if (node.link === "open" && t - node.heard > SILENCE_MS)
        this.#connect(node, "silent");
    }
  }

  /** Messages to draw since the last call. */
  takeMessages() {
    const taken = this.messages;
    this.messages = [];
    return taken;
  }

  /** The leader that the living agree on: the one of the highest term. */
  get leader() {
    let leader = null;
    for (const node of this.nodes.values()) {
      if (node.link === "open" && node.state?.role === "leader" && node.state.term >= (leader?.state.term ?? 0))
        leader = node;
    }
    return leader;
  }

  get term() {
    return Math.max(0, ...[...this.nodes.values()].map((node) => node.state?.term ?? 0));
  }

  get commit() {
    return Math.max(0, ...[...this.nodes.values()].map((node) => node.state?.commit ?? 0));
  }

  get slow() {
    return Math.max(1, ...[...this.nodes.values()].map((node) => (node.link === "open" && node.state?.slow) || 1));
  }

  /** How many votes have reached a node. */
  votesOf(node) {
    return [...node.votes.values()].filter((arrives) => arrives <= this.now).length;
  }

  get majority() {
    return Math.floor(this.nodes.size / 2) + 1;
  }

  #connect(node, link) {
    if (node.link === link)
      return;
    const was = node.link;
    node.link = link;
    if (link === "open") {
      node.heard = this.now;
      if (was === "down" || was === "silent")
        this.#tell(`${node.name} is back`, "back");
    } else if (link === "down") {
      node.timer = null;
      if (was !== "connecting")
        this.#tell(`${node.name} is dead: nobody answers`, "dead");
    } else if (link === "silent") {
      node.timer = null;
      this.#tell(`${node.name} is silent`, "dead");
    }
    this.#mark(node);
  }

  #hear(node, frame, t) {
    node.heard = t;
    // A process that has just come back is not what it was before.
    if (frame.settings || frame.state)
      node.state = frame.state ?? null;
    if (node.link !== "open")
      this.#connect(node, "open");
    if (frame.settings)
      this.settings = frame.settings;
    const first = frame.news?.[0]?.at ?? 0;
    for (const item of frame.news ?? []) {
      if (item.kind === "role")
        this.#change(node, item);
      else
        this.#send(node, item, t + Math.min(200, Math.max(0, item.at - first)));
    }
    if (frame.state) {
      node.state = frame.state;
      if (frame.settings && frame.state.role === "leader")
        this.#tellLeader(node.name, frame.state.term);
      if (frame.state.timerMs !== undefined)
        this.#wind(node, frame.state.timerMs, t);
      this.#mark(node);
    }
  }

  /** A timer that ends later than before was wound up anew. */
  #wind(node, ms, t) {
    const ends = t + ms;
    if (!node.timer || Math.abs(ends - node.timer.ends) > 15)
      node.timer = { ends, span: ms };
  }

  #change(node, item) {
    if (item.role === "canvassing" || item.role === "candidate")
      node.votes = new Map([[node.name, 0]]);
    if (item.role === "canvassing")
      this.#tell(`${node.name} heard no leader and asks around before standing in term ${item.term + 1}`, "ask");
    else if (item.role === "candidate")
      this.#tell(`${node.name} stands for election in term ${item.term}`, "stand");
    else if (item.role === "leader")
      this.#tellLeader(node.name, item.term);
    if (node.state)
      node.state = { ...node.state, role: item.role === "canvassing" ? "candidate" : item.role,
        canvassing: item.role === "canvassing", term: item.term, leader: item.leader ?? null };
    this.#mark(node);
  }

  #send(node, item, at) {
    this.messages.push({ ...item, from: node.name, at });
    if (this.messages.length > 400)
      this.messages.splice(0, 200);
    const asker = this.nodes.get(item.to);
    const kind = asker?.state?.canvassing ? "preVoteReply" : "voteReply";
    if (asker && item.kind === kind && item.ok && !item.lost)
      asker.votes.set(node.name, at + (item.delayMs ?? 0));
  }

  /** Draws the line of the timeline on: a span ends where role, term or connection change. */
  #mark(node) {
    const kind = node.link !== "open" ? "dead" : node.state?.role ?? "unknown";
    const term = node.state?.term ?? 0;
    const last = node.spans.at(-1);
    if (last && last.kind === kind && last.term === term)
      return;
    if (last)
      last.to = this.now;
    node.spans.push({ kind, term, from: this.now, to: null });
    if (node.spans.length > 300)
      node.spans.shift();
  }

  #sample(t) {
    const leader = this.leader;
    const commit = this.commit;
    const before = this.samples.at(-1);
    this.samples.push({
      t, commit, rate: before ? Math.max(0, commit - before.commit) : 0, latency: leader?.state.latencyMs ?? null,
    });
    if (this.samples.length > SAMPLES + 1)
      this.samples.shift();
  }

  /** Told once, though a page that has just been opened may hear it in two ways. */
  #tellLeader(name, term) {
    const text = `${name} leads term ${term}`;
    if (!this.events.some((event) => event.text === text))
      this.#tell(text, "lead", term);
  }

  #tell(text, kind, term = 0) {
    this.events.unshift({ t: this.now, text, kind, term });
    this.events.length = Math.min(this.events.length, MOST_EVENTS);
  }
}
