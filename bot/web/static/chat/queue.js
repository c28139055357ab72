/* The messages that have not reached the server, in the order they were written. Every tab of the
   same person sees the same list; one tab at a time sends. */

import { dropMedia, newKey } from "./keep.js";

const LEASE_MS = 30_000;

export class Queue {
  constructor(keep, changed) {
    this.keep = keep;
    this.changed = changed;
    this.tab = newKey();
    keep.watch("queue", changed);
  }

  list() {
    return this.keep.get("queue", []);
  }

  /** A counter that only grows, even when the clock of the phone is set back. */
  nextOrder() {
    const order = Math.max(Date.now(), this.keep.get("order", 0) + 1);
    this.keep.set("order", order);
    return order;
  }

  add(item) {
    const whole = { key: newKey(), ...item, order: this.nextOrder(), state: "wait" };
    this.write([...this.list(), whole]);
    return whole;
  }

  remove(key) {
    this.write(this.list().filter((item) => item.key !== key));
    dropMedia(key);
  }

  fail(key, why) {
    this.write(this.list().map((item) => (item.key === key ? { ...item, state: "failed", why } : item)));
  }

  /** A second try keeps its key, so that it cannot double, but is said now. */
  again(key) {
    const item = this.list().find((each) => each.key === key);
    if (!item) return;
    const rest = this.list().filter((each) => each.key !== key);
    this.write([...rest, { ...item, state: "wait", why: "", order: this.nextOrder() }]);
  }

  next() {
    return this.list().find((item) => item.state === "wait") ?? null;
  }

  write(items) {
    this.keep.set("queue", items);
    this.changed();
  }

  /** True when this tab may send; another tab's lease runs out if that tab was closed. */
  lease() {
    const holder = this.keep.get("sender");
    if (holder && holder.tab !== this.tab && holder.until > Date.now()) return false;
    this.keep.set("sender", { tab: this.tab, until: Date.now() + LEASE_MS });
    return true;
  }

  release() {
    if (this.keep.get("sender")?.tab === this.tab) this.keep.set("sender", null);
  }
}
