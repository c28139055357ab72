/* The server's lines as they come. The browser reconnects by itself after a short gap; after an
   error page it gives up, and then we come back with the last number we have seen. */

const LONGEST_PAUSE_MS = 30_000;
const GRACE_MS = 3_000;

export class Live {
  /** `on` has line(data), typing() and connected(bool). */
  constructor(url, after, on) {
    Object.assign(this, { url, after, on, source: null, pause: 1_000, timer: 0, grace: 0 });
    addEventListener("online", () => this.open());
    addEventListener("offline", () => on.connected(false));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
    this.open();
  }

  open() {
    this.close();
    const address = new URL(this.url, location.href);
    address.searchParams.set("after", this.after);
    this.source = new EventSource(address);
    this.source.onopen = () => this.opened();
    this.source.onerror = () => this.broken();
    this.source.addEventListener("line", (event) => this.read(event));
    this.source.addEventListener("typing", () => this.on.typing());
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.grace);
    this.source?.close();
  }

  opened() {
    clearTimeout(this.grace);
    this.pause = 1_000;
    this.on.connected(true);
  }

  broken() {
    clearTimeout(this.grace);
    this.grace = setTimeout(() => this.on.connected(false), GRACE_MS);
    if (this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.pause * (0.8 + Math.random() * 0.4));
    this.pause = Math.min(LONGEST_PAUSE_MS, this.pause * 2);
    // open() clears the grace timer, so say it now when this is not the first try
    if (this.pause > 2_000) this.on.connected(false);
  }

  read(event) {
    const data = JSON.parse(event.data);
    this.after = Math.max(this.after, data.sequence);
    this.on.line(data);
  }

  /** Something should have come and did not: a proxy may be holding the stream back. */
  doubt() {
    this.open();
  }
}
