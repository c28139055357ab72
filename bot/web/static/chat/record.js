/* Recording: tap to start and tap to stop, or hold and let go; a minute at most. */

const LONGEST_SECONDS = 60;
const HOLD_MS = 700;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export class Recorder {
  /** `on` has shown(recording), seconds(n), done(blob, seconds) and trouble(key of the strings). */
  constructor(on) {
    Object.assign(this, { on, recorder: null, starting: false, timer: 0 });
  }

  static possible() {
    return Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  }

  /** Press starts; letting go after a real hold stops, after a short tap it goes on. */
  hold(button) {
    button.addEventListener("pointerdown", (event) => {
      if (event.button || this.recorder || this.starting) return;
      const downAt = event.timeStamp;
      const over = new AbortController();
      for (const name of ["pointerup", "pointercancel"]) {
        addEventListener(name, (up) => {
          over.abort();
          if (name === "pointerup" && up.timeStamp - downAt > HOLD_MS) this.finish();
        }, { signal: over.signal });
      }
      this.start();
    });
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    // keyboards and screen readers click without a pointer
    button.addEventListener("click", (event) => event.detail === 0 && this.start());
  }

  async start() {
    if (this.recorder || this.starting) return;
    if (!Recorder.possible()) return this.on.trouble("voice_none");
    this.starting = true;
    try {
      this.begin(await navigator.mediaDevices.getUserMedia({ audio: true }));
    } catch (error) {
      this.on.trouble(error.name === "NotAllowedError" ? "voice_denied" : "voice_none");
    } finally {
      this.starting = false;
    }
  }

  begin(stream) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    const parts = [];
    const startedAt = performance.now();
    recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    recorder.addEventListener("stop", () => {
      const seconds = Math.max(1, Math.round((performance.now() - startedAt) / 1000));
      this.over(stream);
      if (!recorder.discarded && parts.length) {
        this.on.done(new Blob(parts, { type: recorder.mimeType }), Math.min(seconds, LONGEST_SECONDS));
      }
    });
    this.recorder = recorder;
    recorder.start();
    this.on.shown(true);
    this.tick(startedAt);
  }

  tick(startedAt) {
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    this.on.seconds(seconds);
    if (seconds >= LONGEST_SECONDS) return this.finish();
    this.timer = setTimeout(() => this.tick(startedAt), 250);
  }

  over(stream) {
    clearTimeout(this.timer);
    stream.getTracks().forEach((track) => track.stop());
    this.recorder = null;
    this.on.shown(false);
  }

  finish() {
    if (this.recorder?.state === "recording") this.recorder.stop();
  }

  discard() {
    if (!this.recorder) return;
    this.recorder.discarded = true;
    this.finish();
  }
}

/** One recording plays at a time; the button shows which. */
export function playIn(log) {
  log.addEventListener("click", (event) => {
    const button = event.target.closest?.(".play");
    if (!button) return;
    const audio = button.parentElement.querySelector("audio");
    for (const other of log.querySelectorAll("audio")) if (other !== audio) other.pause();
    if (audio.paused) audio.play().catch(() => button.parentElement.classList.add("broken"));
    else audio.pause();
  });
  for (const name of ["play", "pause", "ended"]) {
    log.addEventListener(name, (event) => {
      event.target.parentElement.classList.toggle("playing", name === "play");
    }, true);
  }
}
