// Asks the nodes, and shows them the reader's token where they want one. The token stays in this tab and goes with it.

import { byId, say } from "./dom.js";

const KEPT = "raft-token";

let token = sessionStorage.getItem(KEPT);

/** fetch, with the token if there is one. */
export function ask(url, options = {}) {
  const headers = token ? { ...options.headers, Authorization: `Bearer ${token}` } : options.headers;
  return fetch(url, { ...options, headers });
}

/** The same for the page's first question, which is asked again with another token for as long as this one is not good enough. */
export async function insist(url) {
  for (let why = "";;) {
    const answer = await ask(url);
    if (answer.status !== 401 && answer.status !== 403)
      return answer;
    why = token ? (await answer.json()).detail : why;
    await signIn(why);
  }
}

/** Reads server-sent events: the data of one after the other, until the stream ends. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "";;) {
    const { value, done } = await reader.read();
    if (done)
      return;
    const parts = (text + value).split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const data = part.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      if (data.length > 0)
        yield data.join("\n");
    }
  }
}

function signIn(why) {
  const [dialog, form] = [byId("sign-in"), byId("sign-in-form")];
  say(byId("sign-in-why"), why);
  dialog.showModal();
  return new Promise((signedIn) => {
    // Whoever closes the dialog has nothing to see, so it comes again.
    dialog.addEventListener("close", signedIn, { once: true });
    form.onsubmit = (event) => {
      event.preventDefault();
      token = byId("token").value.trim();
      sessionStorage.setItem(KEPT, token);
      byId("token").value = "";
      dialog.close();
    };
  });
}

/** A way to forget the token, for whoever leaves the machine to another. */
export function offerToForget() {
  const button = byId("forget");
  button.hidden = !token;
  button.onclick = () => {
    sessionStorage.removeItem(KEPT);
    location.reload();
  };
}
