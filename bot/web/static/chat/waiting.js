/* The bubbles of messages on their way: paler with 等着发, full once the server has them, gone
   when its own line takes their place. What failed says why and can be sent again or changed. */

import { keptMedia } from "./keep.js";

export class Waiting {
  /** `on` has again(key), amend(item) and drop(key). */
  constructor(root, strings, on) {
    Object.assign(this, { root, strings, on, offline: false, drawn: new Map(), settled: new Set() });
  }

  draw(items) {
    const keys = new Set(items.map((item) => item.key));
    for (const [key, element] of this.drawn) {
      if (keys.has(key)) continue;
      if (element.matches(".failed")) this.forget(key);
      else this.sent(key); // gone from the queue: this tab or another has brought it
    }
    for (const item of items) {
      if (this.settled.has(item.key)) continue;
      if (!this.drawn.has(item.key)) this.drawn.set(item.key, this.bubble(item));
      this.show(item, this.drawn.get(item.key));
    }
  }

  show(item, element) {
    const failed = item.state === "failed";
    element.classList.toggle("failed", failed);
    element.classList.toggle("wait", true);
    this.root.append(element);
    const foot = element.querySelector(".sent");
    foot.classList.toggle("bad", failed);
    if (failed) foot.replaceChildren(...this.refusal(item));
    else foot.textContent = this.offline ? this.strings.waiting_net : this.strings.waiting;
  }

  refusal(item) {
    const { failed, again, amend, drop } = this.strings;
    const why = document.createElement("span");
    why.className = item.why ? "why" : "";
    why.textContent = item.why ? `${failed}。${item.why}` : failed;
    const parts = [why, this.button(again, () => this.on.again(item.key))];
    if (item.fields.text) parts.push(this.button(amend, () => this.on.amend(item)));
    else parts.push(this.button(drop, () => this.on.drop(item.key)));
    return parts;
  }

  button(words, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "retry";
    button.textContent = words;
    button.addEventListener("click", pressed);
    return button;
  }

  bubble(item) {
    const line = document.createElement("div");
    line.className = "line mine";
    line.dataset.key = item.key;
    const body = document.createElement(item.media ? "div" : "p");
    body.className = "b";
    body.textContent = item.shows;
    if (item.fields.kind === "photo") this.picture(item, body);
    const foot = document.createElement("p");
    foot.className = "sent";
    line.append(body, foot);
    return line;
  }

  async picture(item, body) {
    const blob = await keptMedia(item.key);
    if (!blob) return;
    const image = document.createElement("img");
    image.alt = item.shows;
    image.src = URL.createObjectURL(blob);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    body.classList.add("photo");
    body.replaceChildren(image);
  }

  /** The server has it; its own line is on the way. */
  sent(key) {
    const element = this.drawn.get(key);
    if (!element) return;
    element.classList.remove("wait");
    element.querySelector(".sent").textContent = "";
  }

  /** The server's line is on the page: ours goes in the same moment. */
  settle(key) {
    this.settled.add(key);
    this.forget(key);
  }

  forget(key) {
    this.drawn.get(key)?.remove();
    this.drawn.delete(key);
  }

  /** Bubbles the server has, but whose line has not come back. */
  unanswered() {
    return [...this.drawn.values()].filter((element) => !element.matches(".wait, .failed")).length;
  }
}
