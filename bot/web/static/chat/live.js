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
    clearTimeout(this.timer);
    this.source?.close();
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
    this.calm();
    this.source?.close();
  }

  calm() {
    clearTimeout(this.grace);
    this.grace = 0;
  }

  opened() {
    this.calm();
    this.pause = 1_000;
    this.on.connected(true);
  }

  broken() {
    // every try that fails comes here: the first one starts the clock, the others leave it alone
    this.grace ||= setTimeout(() => this.on.connected(false), GRACE_MS);
    if (this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.pause * (0.8 + Math.random() * 0.4));
    this.pause = Math.min(LONGEST_PAUSE_MS, this.pause * 2);
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
