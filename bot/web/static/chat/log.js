/* The lines on the page: put each in its place, keep the newest question alive, count the unread,
   and never move what somebody is reading. */

const GAP_SECONDS = 600;
const NEAR_PX = 60;

export class Log {
  constructor({ log, talk, down, keep, strings }) {
    Object.assign(this, { log, talk, down, keep, strings, unread: 0, stuck: true });
    this.name = document.title;
    talk.addEventListener("scroll", () => this.scrolled(), { passive: true });
    document.addEventListener("visibilitychange", () => this.look());
    down.addEventListener("click", () => this.bottom());
    log.addEventListener("load", () => this.stuck && this.bottom(), true); // pictures grow late
    new ResizeObserver(() => this.stuck && this.bottom()).observe(talk);
  }

  lines() {
    return [...this.log.querySelectorAll(":scope > .line[data-position]")];
  }

  /** History is there: mark what came since the last visit, then let new lines be read out. */
  start() {
    const seen = this.keep.get("seen");
    const fresh = seen === null ? [] : this.lines().filter(
      (line) => line.matches(".desk") && Number(line.dataset.position) > seen);
    this.bottom();
    if (fresh.length) {
      this.unread = fresh.length;
      this.talk.scrollTop = this.divide(fresh[0]).offsetTop - 8;
      this.scrolled();
      this.down.hidden = this.stuck;
    }
    setTimeout(() => {
      this.log.setAttribute("aria-live", "polite");
      this.log.setAttribute("aria-relevant", "additions");
    }, 600);
  }

  /** Returns the element when the line is new on this page, null when it replaced one. */
  put(data) {
    this.scrolled(); // the event of a scroll just made may still be on its way
    const element = this.build(data.html);
    const old = this.log.querySelector(`:scope > .line[data-position="${data.position}"]`);
    if (old) {
      if (Number(old.dataset.sequence) < data.sequence) this.replace(old, element);
      return null;
    }
    const before = this.lines().reverse().find((line) => Number(line.dataset.position) < data.position);
    const stamp = this.stamp(before, element);
    if (before) before.after(...stamp, element);
    else this.log.append(...stamp, element);
    return element;
  }

  build(html) {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  }

  replace(old, element) {
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(element);
    if (hadFocus) (element.querySelector("button, a") ?? this.talk).focus({ preventScroll: true });
    if (this.stuck) this.bottom();
  }

  /** The time in the middle, when some minutes lie between two lines. */
  stamp(before, element) {
    if (before && element.dataset.at - before.dataset.at <= GAP_SECONDS) return [];
    const time = document.createElement("p");
    time.className = "time";
    time.textContent = element.dataset.when;
    return [time];
  }

  arrived(element) {
    const watching = !document.hidden && this.stuck;
    if (!watching) {
      if (!this.unread) this.divide(element);
      this.unread += 1;
      this.count();
    }
    if (this.stuck) this.follow(element);
    else this.down.hidden = false;
    this.look();
  }

  divide(first) {
    this.log.querySelector(":scope > .new")?.remove();
    const line = document.createElement("p");
    line.className = "new";
    line.append(document.createElement("span"));
    first.before(line);
    this.count();
    return line;
  }

  count() {
    const words = this.log.querySelector(":scope > .new > span");
    if (words) words.textContent = this.strings.unread.replace("{n}", this.unread);
    document.title = document.hidden && this.unread ? `(${this.unread}) ${this.name}` : this.name;
  }

  /** The end is on the screen and somebody is there: everything is read. */
  look() {
    if (document.hidden || !this.stuck) return;
    this.unread = 0;
    this.down.hidden = true;
    document.title = this.name;
    const last = this.lines().pop();
    if (last) this.keep.set("seen", Number(last.dataset.position));
  }

  undivide() {
    this.log.querySelector(":scope > .new")?.remove();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.talk;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.look();
  }

  bottom() {
    this.talk.scrollTop = this.talk.scrollHeight;
    this.stuck = true;
    this.look();
  }

  /** To the end, but not past the beginning of a line taller than the screen. */
  follow(element) {
    const end = this.talk.scrollHeight - this.talk.clientHeight;
    this.talk.scrollTop = Math.min(end, Math.max(element.offsetTop - 8, 0));
  }

  /** Only the newest question can be answered by its buttons; cards look after their own. */
  refresh(asking, waiting) {
    const lines = this.lines();
    const asked = (line) => line.querySelector(":scope > .opts, :scope > .card.asked");
    const choice = lines.map((line) => Boolean(asked(line))).lastIndexOf(true);
    const answer = lines.map((line) => line.matches(".mine")).lastIndexOf(true);
    const open = !waiting && choice > answer && (asking || choice === lines.length - 1);
    lines.forEach((line, at) => {
      const past = !(open && at === choice);
      const options = line.querySelector(":scope > .opts");
      if (options) options.hidden = past;
      line.querySelector(":scope > .card.asked")?.classList.toggle("past", past);
    });
  }

  newest() {
    return this.lines().reverse().find((line) => line.matches(".desk")) ?? null;
  }

  /** The buttons that answer the newest line: its options, or the foot of its card. */
  answers() {
    const found = this.newest()?.querySelectorAll(".opts:not([hidden]) .opt, .card:not(.past) .acts .btn") ?? [];
    return found.length ? [...found] : this.open();
  }

  /** The buttons of the open question; the card of an order asks nothing. */
  open() {
    return [...this.log.querySelectorAll(".opts:not([hidden]) .opt, .card.asked:not(.past) .acts .btn")];
  }
}
