/* Puts the parts of the chat page together. What each part does is told in its own file. */

import { locate, nameOf, smaller } from "./attach.js";
import { Field } from "./field.js";
import { Keep, keepMedia, newKey } from "./keep.js";
import { Live } from "./live.js";
import { Log } from "./log.js";
import { followSystem, readAloud, toggleLarge, toggleTheme } from "./look.js";
import { Queue } from "./queue.js";
import { playIn, Recorder } from "./record.js";
import { Sender } from "./send.js";
import { Typing } from "./typing.js";
import { Waiting } from "./waiting.js";

const DOUBT_MS = 8_000;
const at = (id) => document.getElementById(id);
const page = { ...at("chat").dataset };
const strings = JSON.parse(at("strings").textContent);
for (const name of Object.keys(strings)) strings[name] = strings[name].replace("{phone}", page.phone);
const keep = new Keep(`${page.pane || "one"}.${page.who || "me"}`);
const log = new Log({ log: at("log"), talk: at("talk"), down: at("down"), keep, strings });
const typing = new Typing(at("typing"), at("still"), strings.still, () => log.stuck && log.bottom());
let wantsFocus = false;
let doubt = 0;

const waiting = new Waiting(at("waiting"), strings, {
  again: (key) => { queue.again(key); sender.kick(); },
  drop: (key) => queue.remove(key),
  amend: (item) => { queue.remove(item.key); field.fill(item.fields.text); at("field").focus(); },
});
const queue = new Queue(keep, refresh);
const sender = new Sender(queue, page, {
  strings,
  begin: () => typing.expect(),
  sent: () => { offline(""); doubtIfSilent(); },
  held: (why) => { typing.stop(); offline(why); },
  alarm: (words) => { at("tell").textContent = words; at("tell").hidden = false; at("tell").role = "alert"; },
});
const field = new Field(at("say"), at("field"), keep, (text) => add({ fields: { text }, shows: text }));

function add(item) {
  log.undivide();
  const whole = queue.add(item);
  log.bottom();
  sender.kick();
  return whole;
}

async function addMedia(blob, fields, shows) {
  const key = newKey();
  await keepMedia(key, blob);
  add({ key, fields, shows, media: nameOf(blob) });
}

/** One amber line while something stands between this phone and the desk. */
function offline(why) {
  const line = at("off");
  const words = why ? strings[why === "server" ? "trouble" : "offline"] : "";
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
  waiting.offline = Boolean(words);
  refresh();
}

/** After every change: bubbles that wait, which answers are open, the row of words, the field. */
function refresh() {
  const items = queue.list();
  waiting.draw(items);
  const pending = waiting.unanswered() > 0 || items.some((item) => item.state === "wait");
  const asking = page.cmds === "asking";
  log.refresh(asking, pending);
  for (const row of document.querySelectorAll(".cmds")) row.hidden = row.dataset.when !== page.cmds;
  const ask = log.newest()?.dataset.ask ?? "";
  field.suit(ask);
  for (const button of at("offer").children) button.hidden = button.dataset.ask !== ask;
  at("offer").hidden = pending || !["location", "photo"].includes(ask);
  if (log.stuck) log.bottom();
}

function arrived(data) {
  page.cmds = data.cmds || page.cmds;
  const added = log.put(data);
  if (data.key) {
    waiting.settle(data.key);
    if (queue.list().some((item) => item.key === data.key)) queue.remove(data.key);
  }
  if (data.direction === "out") typing.stop();
  refresh();
  if (added && data.direction === "out") log.arrived(added);
  else if (added) log.look();
  if (wantsFocus && data.direction === "out") focusAnswer();
}

/** She was on a button: go on at the next question's first one. Never open the keyboard for it. */
function focusAnswer() {
  const [first] = log.open();
  if (!first || ![document.body, at("talk")].includes(document.activeElement)) return;
  wantsFocus = false;
  first.focus({ preventScroll: true });
}

function doubtIfSilent() {
  clearTimeout(doubt);
  doubt = setTimeout(() => waiting.unanswered() && live.doubt(), DOUBT_MS);
}

/** An option, a card's button or a word of the context row. */
function press(button) {
  if (queue.list().some((item) => item.fields[button.name] === button.value && item.state === "wait")) return;
  const shows = button.dataset.label ?? button.textContent.trim();
  wantsFocus = Boolean(button.closest("#log"));
  add({ fields: { [button.name]: button.value }, shows });
  if (wantsFocus && button.closest("[hidden]")) at("talk").focus({ preventScroll: true });
}

/** Plain words above the field; they stay until the next try. */
function tell(key) {
  at("tell").textContent = key ? strings[key] : "";
  at("tell").hidden = !key;
}

async function sendPlace() {
  tell("locating");
  try {
    const place = await locate();
    tell("");
    add({ fields: place, shows: strings.place });
  } catch (error) {
    tell(error.message);
  }
}

async function sendPhotos(input) {
  const files = [...input.files];
  input.value = "";
  at("more").open = false;
  tell("");
  for (const file of files) await addMedia(await smaller(file), { kind: "photo" }, strings.photo);
}

const recorder = new Recorder({
  shown: (on) => {
    at("rec").hidden = !on;
    at("say").classList.toggle("recording", on);
    if (on) { tell(""); at("rec").querySelector(".go").focus(); }
  },
  seconds: (n) => { at("seconds").textContent = `0:${String(n).padStart(2, "0")}`.replace("0:60", "1:00"); },
  done: (blob, seconds) => addMedia(blob, { kind: "voice", seconds }, strings.voice.replace("{n}", seconds)),
  trouble: tell,
});

const deeds = {
  large: () => { toggleLarge(); field.changed(); log.bottom(); },
  theme: toggleTheme,
  aloud: () => readAloud(log.newest()),
  location: () => { at("more").open = false; sendPlace(); },
  photo: () => at("photo").click(),
  finish: () => recorder.finish(),
  discard: () => recorder.discard(),
  type: () => { at("say").classList.add("typed"); field.changed(); at("field").focus(); },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.('button[form="press"]');
  if (button) {
    event.preventDefault();
    press(button);
  }
  deeds[event.target.closest?.("[data-do]")?.dataset.do]?.();
  const amend = event.target.closest?.(".amend");
  if (amend) { field.fill(amend.parentElement.querySelector(".words").textContent); at("field").focus(); }
  if (at("more").open && !event.target.closest?.("#more")) at("more").open = false;
});
at("photo").addEventListener("change", (event) => sendPhotos(event.target));
at("talk").addEventListener("keydown", (event) => {
  // from the log, Tab goes to the newest answers first; Shift+Tab leads back through older cards
  if (event.key !== "Tab" || event.shiftKey || event.target !== at("talk")) return;
  const [first] = log.answers();
  if (first) { event.preventDefault(); first.focus(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && at("more").open) { at("more").open = false; at("more").querySelector("summary").focus(); }
});

if (!Recorder.possible()) at("say").classList.add("typed");
recorder.hold(document.querySelector('[data-do="record"]'));
playIn(at("log"));
followSystem();
log.start(); // before anything scrolls: what is unread is known only now
for (const line of log.lines()) if (line.dataset.key) waiting.settle(line.dataset.key);
for (const item of queue.list()) if (waiting.settled.has(item.key)) queue.remove(item.key);
refresh();
const live = new Live(page.events, Number(page.after) || 0, {
  line: arrived,
  typing: () => typing.start(),
  connected: (yes) => { if (yes) { offline(""); sender.kick(); } else offline("net"); },
});
if (navigator.onLine === false) offline("net");
sender.run();
