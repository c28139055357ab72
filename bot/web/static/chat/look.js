/* Large letters, dark or light, and reading aloud: remembered here, and the letters in a cookie
   too, so that the server can draw the next page right from the start. */

const YEAR_SECONDS = 31_536_000;
const root = document.documentElement;

function remember(name, value) {
  try {
    localStorage.setItem(`linli.${name}`, value);
  } catch {
    root.dataset.kept = "no"; // the cookie still remembers
  }
  document.cookie = `linli-${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

export function toggleLarge() {
  const large = root.classList.toggle("elder");
  remember("large", large ? "1" : "0");
}

function isDark() {
  return root.dataset.theme
    ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** The button names what a press brings. */
export function nameTheme() {
  for (const button of document.querySelectorAll('[data-do="theme"]')) {
    button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
  }
}

export function toggleTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  remember("theme", root.dataset.theme);
  nameTheme();
}

export function followSystem() {
  nameTheme();
  matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", nameTheme);
  const aloud = "speechSynthesis" in window;
  for (const button of document.querySelectorAll('[data-do="aloud"]')) button.hidden = !aloud;
}

/** Read the newest line of the desk, with its choices; a second press stops. */
export function readAloud(line) {
  if (speechSynthesis.speaking) return speechSynthesis.cancel();
  if (!line) return;
  const parts = line.querySelectorAll(".b, h3, .aside, dt, dd > span, .code p, .note, .opt, .sos p");
  const words = [...parts].filter((part) => !part.closest("[hidden]")).map((part) => part.innerText);
  const code = line.querySelector(".code b");
  if (code) words.push(code.getAttribute("aria-label"));
  const speech = new SpeechSynthesisUtterance(words.join("。"));
  speech.lang = root.lang;
  speech.rate = 0.9;
  speechSynthesis.speak(speech);
}
