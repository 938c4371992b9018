// Plays a tape: the past moves its own model, at the speed at which it happened.

import { byId, clock, say } from "./dom.js";
import { Model } from "./model.js";
import { Tape } from "./tape.js";

const STEPS = 1000;

export class Player {
  /**
   * @param {Tape} recording the tape that grows while the page lives
   * @param {() => void} changed hears that another model is to be drawn
   */
  constructor(recording, changed) {
    Object.assign(this, { recording, changed, model: null, tape: null, playing: false, next: 0, at: 0, lastTick: 0 });
    byId("rewind").addEventListener("click", () => this.#open(this.recording.copy(), "what this page saw"));
    byId("live").addEventListener("click", () => this.#close());
    byId("play").addEventListener("click", () => this.#play(!this.playing));
    byId("save").addEventListener("click", () => this.#save());
    byId("open").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", () => this.#load());
    byId("position").addEventListener("input", () => this.#jump(Number(byId("position").value) / STEPS));
  }

  /** Time goes on, by a clock that only counts. */
  tick(now) {
    const passed = now - this.lastTick;
    this.lastTick = now;
    if (!this.model || !this.playing)
      return;
    this.#goTo(Math.min(this.tape.end, this.at + passed));
    byId("position").value = Math.round(((this.at - this.tape.start) / Math.max(1, this.tape.end - this.tape.start)) * STEPS);
    if (this.at >= this.tape.end)
      this.#play(false);
  }

  #open(tape, what) {
    if (tape.isEmpty) {
      say(byId("tape-note"), "Nothing has happened yet.");
      return;
    }
    this.tape = tape;
    this.#jump(0);
    this.#play(true);
    this.#show(true);
    say(byId("tape-note"), `Replaying ${what}. The cluster goes on meanwhile.`);
  }

  #close() {
    this.model = null;
    this.playing = false;
    this.#show(false);
    say(byId("tape-note"), "");
    this.changed();
  }

  #show(replaying) {
    for (const id of ["live", "play", "scrub"])
      byId(id).hidden = !replaying;
    byId("rewind").hidden = replaying;
    say(byId("mode"), replaying ? "replay" : "live");
    byId("mode").classList.toggle("replay", replaying);
  }

  #play(on) {
    if (on && this.at >= this.tape.end)
      this.#jump(0);
    this.playing = on;
    say(byId("play"), on ? "Pause" : "Play");
    byId("play").setAttribute("aria-pressed", String(on));
  }

  /** Back to any moment: everything is told again from the beginning. */
  #jump(share) {
    const to = this.tape.start + share * (this.tape.end - this.tape.start);
    if (!this.model || to < this.at) {
      this.model = new Model(this.tape.names);
      this.next = 0;
    }
    this.#goTo(to);
    this.model.takeMessages();
    this.changed();
  }

  #goTo(t) {
    this.at = t;
    for (; this.next < this.tape.happenings.length && this.tape.happenings[this.next].t <= t; this.next++)
      this.model.apply(this.tape.happenings[this.next]);
    this.model.advance(t);
    say(byId("clock"), clock(t));
  }

  #save() {
    const tape = this.model ? this.tape : this.recording;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([tape.write()], { type: "application/jsonl" }));
    link.download = `raft-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async #load() {
    const [file] = byId("file").files;
    byId("file").value = "";
    if (!file)
      return;
    try {
      const tape = Tape.read(await file.text());
      if (tape.names.join() !== this.recording.names.join())
        throw new Error(`it is of ${tape.names.join(", ")}, and this page shows ${this.recording.names.join(", ")}`);
      this.#open(tape, file.name);
    } catch (error) {
      say(byId("tape-note"), `${file.name} cannot be opened: ${error.message}.`);
    }
  }
}
