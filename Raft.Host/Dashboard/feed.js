// Listens to every node at once. A node that does not answer is tried again for as long as the page is open.

import { ask, events } from "./access.js";

const RETRY_MS = 1000;

export class Feed {
  /**
   * @param {Map<string, string>} origins each node's HTTP address
   * @param {(happening: import("./model.js").Happening) => void} take
   */
  constructor(origins, take) {
    this.take = take;
    for (const [node, origin] of origins)
      this.#listen(node, origin);
  }

  // Not an EventSource, which could show no token.
  async #listen(node, origin) {
    for (;;) {
      try {
        const answer = await ask(`${origin}/v1/events`);
        if (answer.ok) {
          for await (const data of events(answer.body))
            this.take({ t: Date.now(), node, frame: JSON.parse(data) });
        }
      } catch {
        // The node is gone, or was not there.
      }
      this.take({ t: Date.now(), node, link: "down" });
      await new Promise((later) => setTimeout(later, RETRY_MS));
    }
  }
}
