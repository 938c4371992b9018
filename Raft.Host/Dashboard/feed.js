// Listens to every node at once. A node that does not answer is tried again for as long as the page is open.

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

  #listen(node, origin) {
    const source = new EventSource(`${origin}/v1/events`);
    source.onmessage = (event) => this.take({ t: Date.now(), node, frame: JSON.parse(event.data) });
    source.onerror = () => {
      this.take({ t: Date.now(), node, link: "down" });
      // The browser tries again by itself, except after an answer that was none.
      if (source.readyState === EventSource.CLOSED)
        setTimeout(() => this.#listen(node, origin), RETRY_MS);
    };
  }
}
