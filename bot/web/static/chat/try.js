/* Two people are there from the start; on the left it shows who they are and how far the order in
   the left window has come. The forms work without this. */

/** Where in the walk an order stands at each of its steps: 发出 社区看 找人 有人去 来了 怎么样 办完. */
const STOPS = [0, 1, 2, 3, 4, 4, 6];
const walk = [...document.querySelectorAll(".walk li")];
const formsOf = (frame) => [...document.querySelectorAll(`.pick form[target="${frame.name}"]`)];

for (const frame of document.querySelectorAll("iframe.pane")) {
  let isFirst = true;
  const loaded = () => {
    const page = frame.contentDocument;
    if (!page?.getElementById("log")) return;
    const name = page.querySelector(".top .face") ? page.querySelector("h1").textContent : "";
    if (isFirst && !name) formsOf(frame)[0]?.requestSubmit();
    isFirst = false;
    showWho(frame, name);
    if (frame.name === "left") follow(page);
  };
  frame.addEventListener("load", loaded);
  if (frame.contentDocument?.readyState === "complete") loaded();
}

for (const form of document.querySelectorAll(".pick form")) {
  form.addEventListener("submit", (event) => {
    if (event.submitter) document.querySelector(`iframe[name="${form.target}"]`).scrollIntoView({ block: "nearest" });
  });
}

function showWho(frame, name) {
  for (const form of formsOf(frame)) {
    const button = form.querySelector("button");
    if (name && button.querySelector("b").textContent === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

/** The newest order's card tells where the walk stands; without one it is about to begin. */
function follow(page) {
  const show = () => {
    const steps = [...page.querySelectorAll("#log .steps")].pop();
    const at = steps ? [...steps.children].findIndex((step) => step.matches(".now")) : 0;
    const stop = at < 0 ? walk.length : STOPS[at];
    walk.forEach((item, place) => {
      item.className = place < stop ? "done" : place === stop ? "now" : "";
      if (place === stop) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
  };
  new MutationObserver(show).observe(page.getElementById("log"), { childList: true });
  show();
}
