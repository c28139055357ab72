/* Marks on the left who is shown in each window. The forms work without this. */

for (const form of document.querySelectorAll(".pick form")) {
  form.addEventListener("submit", () => {
    for (const other of document.querySelectorAll(`.pick form[target="${form.target}"] button`)) {
      other.removeAttribute("aria-current");
    }
    form.querySelector("button").setAttribute("aria-current", "true");
    document.querySelector(`iframe[name="${form.target}"]`).scrollIntoView({ block: "nearest" });
  });
}
