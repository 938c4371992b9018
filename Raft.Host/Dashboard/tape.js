// Keeps what was heard, so that it can be seen again, saved as JSON lines, and opened elsewhere.

const MOST = 20_000;
const FORMAT = 1;

export class Tape {
  /** @param {string[]} names the nodes */
  constructor(names) {
    this.names = names;
    this.happenings = [];
  }

  get isEmpty() {
    return this.happenings.length === 0;
  }

  get start() {
    return this.happenings[0]?.t ?? 0;
  }

  get end() {
    return this.happenings.at(-1)?.t ?? 0;
  }

  /** Keeps one event, and lets go of the oldest quarter when there are too many. */
  add(happening) {
    this.happenings.push(happening);
    if (this.happenings.length > MOST)
      this.happenings.splice(0, MOST / 4);
  }

  /** A tape of its own with all that is on this one. */
  copy() {
    const copy = new Tape(this.names);
    copy.happenings = [...this.happenings];
    return copy;
  }

  /** As JSON lines: what it is, then one event per line. */
  write() {
    const head = { raftRecording: FORMAT, nodes: this.names };
    return [head, ...this.happenings].map((line) => JSON.stringify(line)).join("\n") + "\n";
  }

  /** Reads what write gave. Throws an error with a sentence when it is something else. */
  static read(text) {
    const lines = text.split("\n").filter((line) => line.trim().length > 0);
    let head = null;
    try {
      head = JSON.parse(lines[0] ?? "");
    } catch {
      // Said below.
    }
    if (head?.raftRecording !== FORMAT || !Array.isArray(head.nodes) || head.nodes.length > 64)
      throw new Error("this is not a recording of this page");
    const tape = new Tape(head.nodes.map(String));
    for (const [i, line] of lines.slice(1, MOST + 1).entries())
      tape.happenings.push(checked(line, i + 2));
    if (tape.isEmpty)
      throw new Error("nothing is recorded in it");
    return tape;
  }
}

function checked(line, number) {
  let happening;
  try {
    happening = JSON.parse(line);
  } catch {
    throw new Error(`line ${number} is broken`);
  }
  const state = happening?.frame?.state;
  if (!Number.isFinite(happening?.t) || (state && !Array.isArray(state.log)) || (happening.items && !Array.isArray(happening.items)))
    throw new Error(`line ${number} is no event`);
  return happening;
}
