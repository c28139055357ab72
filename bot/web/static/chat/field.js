/* The field: Enter sends, Shift+Enter breaks the line, an Enter that picks a Chinese word does
   neither. What is half typed stays through a reload. */

const KINDS = {
  phone: { inputmode: "tel", autocomplete: "tel" },
  code: { inputmode: "numeric", autocomplete: "off" },
};

export class Field {
  constructor(form, field, keep, send) {
    Object.assign(this, { form, field, keep });
    field.value = keep.get("draft", "") || field.value;
    field.addEventListener("input", () => this.changed());
    field.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(send);
    });
    this.changed();
  }

  key(event) {
    // Safari reports the Enter that ends a composition after it has ended, as code 229
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.form.requestSubmit ? this.form.requestSubmit() : this.form.querySelector(".send").click();
  }

  take(send) {
    const text = this.field.value.trim();
    if (!text) return;
    this.fill("");
    send(text);
  }

  fill(text) {
    this.field.value = text;
    this.changed();
  }

  changed() {
    this.keep.set("draft", this.field.value);
    this.form.classList.toggle("written", this.field.value.trim() !== "");
    this.field.style.height = "auto";
    const frame = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + frame}px`;
  }

  /** The keyboard that suits what is asked for. */
  suit(ask) {
    for (const name of ["inputmode", "autocomplete"]) {
      const value = KINDS[ask]?.[name];
      if (value) this.field.setAttribute(name, value);
      else this.field.removeAttribute(name);
    }
  }
}
