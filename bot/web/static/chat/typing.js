/* Dots while the desk thinks: not for quick answers, and not for ever. */

const BEFORE_DOTS_MS = 600;
const LONGEST_DOTS_MS = 10_000;

export class Typing {
  constructor(dots, still, words, grown) {
    Object.assign(this, { dots, still, words, grown, soon: 0, late: 0 });
  }

  expect() {
    if (!this.dots.hidden) return;
    this.stop();
    this.soon = setTimeout(() => this.start(), BEFORE_DOTS_MS);
  }

  start() {
    this.stop();
    this.dots.hidden = false;
    this.late = setTimeout(() => this.giveUp(), LONGEST_DOTS_MS);
    this.grown();
  }

  giveUp() {
    this.stop();
    this.still.textContent = this.words;
    this.still.hidden = false;
    this.grown();
  }

  stop() {
    clearTimeout(this.soon);
    clearTimeout(this.late);
    this.dots.hidden = true;
    this.still.hidden = true;
  }
}
