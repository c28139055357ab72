/* Carries the queue to the server, one message after another. No answer, or a server in trouble:
   wait and try again, longer each time. A clear no (4xx): the message stays with the reason. */

import { keptMedia } from "./keep.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const WORDS_TIMEOUT_MS = 20_000;
const MEDIA_TIMEOUT_MS = 120_000;
const LATER = new Set([408, 425, 429]);

export class Sender {
  /** `on` has begin(item), sent(item), held("net" | "server") and strings. */
  constructor(queue, page, on) {
    Object.assign(this, { queue, page, on, busy: false, pause: 0, timer: 0 });
    addEventListener("online", () => this.kick());
    addEventListener("pagehide", () => queue.release());
  }

  /** Try now, whatever pause was running. */
  kick() {
    clearTimeout(this.timer);
    this.pause = 0;
    return this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let item = this.queue.next(); item; item = this.queue.next()) {
        if (!this.queue.lease()) return this.later(2_000);
        if (!(await this.one(item))) return this.later(this.longer());
        this.pause = 0;
      }
      this.queue.release();
    } finally {
      this.busy = false;
    }
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), pause);
  }

  longer() {
    this.pause = Math.min(LONGEST_PAUSE_MS, this.pause * 2 || FIRST_PAUSE_MS);
    return this.pause * (0.8 + Math.random() * 0.4); // not everybody at once when a server returns
  }

  /** Send one message; false when it has to wait. */
  async one(item) {
    const body = await this.form(item);
    if (!body) {
      this.queue.fail(item.key, this.on.strings.lost);
      return true;
    }
    this.on.begin(item);
    const answer = await this.post(body, item.media ? MEDIA_TIMEOUT_MS : WORDS_TIMEOUT_MS);
    if (answer.status === 0 || answer.status >= 500 || LATER.has(answer.status)) {
      if (answer.alarm) this.on.alarm(answer.say);
      this.on.held(answer.status === 0 ? "net" : "server");
      return false;
    }
    if (answer.ok) {
      this.on.sent(item);
      this.queue.remove(item.key);
    } else {
      this.on.held("");
      this.queue.fail(item.key, answer.say || this.on.strings.refused);
    }
    return true;
  }

  async form(item) {
    const body = new FormData();
    const put = { key: item.key, order: item.order, csrf: this.page.csrf, ...item.fields };
    for (const [name, value] of Object.entries(put)) body.append(name, String(value));
    if (item.media) {
      const blob = await keptMedia(item.key);
      if (!blob) return null;
      body.append("media", blob, item.media);
    }
    return body;
  }

  async post(body, timeout) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    try {
      const response = await fetch(this.page.say, {
        method: "POST", body, headers: { Accept: "application/json" }, signal: stop.signal,
      });
      const said = await response.json().catch(() => ({}));
      return { status: response.status, ok: said.ok === true, say: said.say, alarm: said.alarm };
    } catch {
      return { status: 0, ok: false };
    } finally {
      clearTimeout(timer);
    }
  }
}
