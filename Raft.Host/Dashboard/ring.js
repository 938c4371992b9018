// The nodes in a ring, their timers running down, and what they say to each other on its way.

import { calm, say, set, svg, tint } from "./dom.js";

const CENTRE = { x: 320, y: 226 };
const RADIUS = 42;
// Few nodes are drawn larger: there is room.
const FEW = 1.22;
const ARC = 52;
const AROUND = 2 * Math.PI * ARC;
const TRAVEL_MS = 420;
const MOST_DOTS = 160;
const FLASH_MS = 350;

export class Ring {
  constructor(root, names) {
    this.scale = names.length <= 3 ? FEW : 1;
    root.classList.toggle("many", names.length > 3);
    this.links = svg("g", { class: "links" });
    this.dots = svg("g", { class: "dots" });
    this.bodies = svg("g");
    root.append(this.links, this.dots, this.bodies);
    this.nodes = new Map(names.map((name, i) => [name, this.#node(name, place(i, names.length))]));
    this.lines = new Map();
    for (const [i, from] of names.entries()) {
      for (const to of names.slice(i + 1))
        this.#link(from, to);
    }
    this.flights = [];
  }

  /** Draws the nodes as they are. */
  show(model, demo) {
    for (const node of model.nodes.values()) {
      const drawn = this.nodes.get(node.name);
      const { state } = node;
      const alive = node.link === "open" && state;
      const isolated = demo?.isolated.has(node.name) ?? false;
      const paused = demo?.paused.has(node.name) ?? false;
      const role = alive ? (state.canvassing ? "candidate" : state.role) : "dead";
      const marks = [role, alive ? tint(state.term) : "", isolated ? "isolated" : "", paused ? "paused" : ""];
      set(drawn.group, "class", `node ${marks.join(" ")}`);
      say(drawn.term, state ? `term ${state.term}` : "–");
      say(drawn.role, caption(node, model, demo));
      drawn.crown.style.display = alive && state.role === "leader" ? "" : "none";
    }
    for (const [key, line] of this.lines) {
      const cut = key.split(" ").some((name) => model.nodes.get(name).link !== "open" || demo?.isolated.has(name));
      line.element.classList.toggle("cut", cut);
    }
  }

  /** Sends what was said on its way. */
  launch(messages, model, demo) {
    for (const message of messages) {
      const [from, to] = [this.nodes.get(message.from), this.nodes.get(message.to)];
      if (!from || !to || this.flights.length >= MOST_DOTS)
        continue;
      if (calm.matches) {
        this.#flash(message);
        continue;
      }
      const delay = message.delayMs ?? 0;
      const lands = !message.lost && model.nodes.get(message.to).link === "open"
        && !demo?.isolated.has(message.to) && !demo?.isolated.has(message.from);
      const dot = draw(message);
      dot.setAttribute("visibility", "hidden");
      this.dots.append(dot);
      this.flights.push({ dot, from: from.at, to: to.at, start: message.at, time: Math.max(TRAVEL_MS, delay), lands, rim: ARC * this.scale });
    }
  }

  /** One picture of the film. */
  tick(now, model) {
    this.flights = this.flights.filter((flight) => move(flight, now));
    for (const node of model.nodes.values())
      this.#turn(this.nodes.get(node.name).arc, node, now, model);
    for (const line of this.lines.values()) {
      if (line.until && line.until < now) {
        line.until = 0;
        line.element.classList.remove("busy");
      }
    }
  }

  /** Forgets what is on its way, as when a recording jumps. */
  clear() {
    this.flights.forEach((flight) => flight.dot.remove());
    this.flights = [];
  }

  /** The arc is what is left of the time-out; a leader has none that matters. */
  #turn(arc, node, now, model) {
    const follows = node.link === "open" && node.state && node.state.role !== "leader";
    if (!follows || !node.timer) {
      set(arc, "visibility", "hidden");
      return;
    }
    const most = Math.max(node.timer.span, model.settings.electionMaxMs * model.slow);
    const left = Math.min(1, Math.max(0, (node.timer.ends - now) / most));
    // In little motion it moves in steps that the eye need not follow.
    const shown = calm.matches ? Math.ceil(left * 8) / 8 : left;
    set(arc, "visibility", "visible");
    set(arc, "stroke-dasharray", `${(shown * AROUND).toFixed(1)} ${AROUND.toFixed(1)}`);
  }

  #node(name, at) {
    const arc = svg("circle", { class: "timer", r: ARC, transform: "rotate(-90)", visibility: "hidden" });
    const term = svg("text", { class: "term", y: 17 }, "");
    const role = svg("text", { class: "role", y: 78 }, "");
    const crown = svg("path", { class: "crown", d: "M-13-60-16-76-7-69 0-79 7-69 16-76 13-60z" });
    const group = svg("g", { transform: `translate(${at.x} ${at.y}) scale(${this.scale})` },
      svg("circle", { class: "track", r: ARC }), arc, svg("circle", { class: "body", r: RADIUS }), crown,
      svg("text", { class: "name", y: -1 }, name), term, role);
    this.bodies.append(group);
    return { group, arc, term, role, crown, at };
  }

  #link(from, to) {
    const [a, b] = [this.nodes.get(from).at, this.nodes.get(to).at];
    const element = svg("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y });
    this.links.append(element);
    this.lines.set(`${from} ${to}`, { element, until: 0 });
  }

  /** In place of a moving dot: the line lights up, and only for what matters. */
  #flash(message) {
    const line = this.lines.get(`${message.from} ${message.to}`) ?? this.lines.get(`${message.to} ${message.from}`);
    if (!line || (message.kind === "append" && !message.entries) || message.kind === "appendReply")
      return;
    line.until = message.at + FLASH_MS;
    line.element.classList.add("busy");
  }
}

function place(i, n) {
  if (n === 1)
    return CENTRE;
  const angle = -Math.PI / 2 + (2 * Math.PI * i) / n + (n === 2 ? Math.PI / 2 : 0);
  const [rx, ry] = n === 3 ? [226, 168] : [238, 158];
  const lift = n === 3 ? 32 : 12;
  return { x: Math.round(CENTRE.x + rx * Math.cos(angle)), y: Math.round(CENTRE.y + lift + ry * Math.sin(angle)) };
}

function caption(node, model, demo) {
  if (demo?.paused.has(node.name))
    return "paused";
  switch (node.link) {
    case "connecting": return "connecting…";
    case "down": return "dead";
    case "silent": return "silent";
    default: break;
  }
  if (!node.state)
    return "";
  const cut = demo?.isolated.has(node.name) ? " · cut off" : "";
  if (node.state.canvassing)
    return `asks around: ${model.votesOf(node)} of ${model.majority}${cut}`;
  return node.state.role === "candidate" ? `candidate: ${model.votesOf(node)} of ${model.majority}${cut}` : node.state.role + cut;
}

/** Every kind has a shape of its own, so that colour is not all that tells them apart. */
function draw(message) {
  const term = tint(message.term);
  switch (message.kind) {
    case "append":
      return message.entries
        ? svg("rect", { class: `dot entries ${term}`, x: -6, y: -6, width: 12, height: 12, rx: 2.5 })
        : svg("circle", { class: "dot beat", r: 4 });
    case "vote": case "timeoutNow":
      return svg("path", { class: "dot vote", d: "M0-9 9 0 0 9-9 0z" });
    case "preVote":
      return svg("path", { class: "dot vote pre", d: "M0-8 8 0 0 8-8 0z" });
    case "voteReply": case "preVoteReply":
      return message.ok
        ? svg("path", { class: "dot yes", d: "M-8 0-2.5 6.5 8-6.5" })
        : svg("path", { class: "dot no", d: "M-6-6 6 6M6-6-6 6" });
    case "snapshot":
      return svg("rect", { class: "dot entries", x: -9, y: -9, width: 18, height: 18, rx: 4 });
    default:
      return svg("circle", { class: message.ok === false ? "dot no" : "dot reply", r: 3.6 });
  }
}

function move(flight, now) {
  const way = (now - flight.start) / flight.time;
  // Undelivered mail goes half the way and fades.
  const end = flight.lands ? 1 : 0.55;
  if (way >= end) {
    flight.dot.remove();
    return false;
  }
  if (way < 0)
    return true;
  // From rim to rim, beside the line, so that question and answer do not meet.
  const [dx, dy] = [flight.to.x - flight.from.x, flight.to.y - flight.from.y];
  const length = Math.hypot(dx, dy);
  const rim = flight.rim / length;
  const along = rim + (1 - 2 * rim) * way;
  const [x, y] = [flight.from.x + dx * along - (dy / length) * 6, flight.from.y + dy * along + (dx / length) * 6];
  const { dot } = flight;
  dot.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  dot.setAttribute("visibility", "visible");
  if (!flight.lands)
    dot.setAttribute("opacity", (1 - way / end).toFixed(2));
  return true;
}
