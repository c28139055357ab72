/* What this browser keeps for one person in one pane: words in localStorage, recordings and
   pictures in IndexedDB. Where storage is refused (private windows) memory takes its place. */

const memory = new Map();

export class Keep {
  constructor(prefix) {
    this.prefix = `linli.${prefix}.`;
  }

  get(name, otherwise = null) {
    try {
      const text = localStorage.getItem(this.prefix + name);
      if (text !== null) return JSON.parse(text);
    } catch {
      // unreadable or refused: memory below is the best we have
    }
    return memory.has(this.prefix + name) ? memory.get(this.prefix + name) : otherwise;
  }

  set(name, value) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(value));
      memory.delete(this.prefix + name);
    } catch {
      memory.set(this.prefix + name, value);
    }
  }

  /** Call `changed` when another tab has written `name`. */
  watch(name, changed) {
    addEventListener("storage", (event) => {
      if (event.key === this.prefix + name) changed();
    });
  }
}

/** 128 random bits in hex. randomUUID is missing on plain http, getRandomValues is not. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const held = new Map();
let base = null;

function database() {
  if (base) return base;
  base = new Promise((resolve, reject) => {
    const request = indexedDB.open("linli", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("media");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return base;
}

async function inStore(mode, work) {
  const store = (await database()).transaction("media", mode).objectStore("media");
  return new Promise((resolve, reject) => {
    const request = work(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Keep a recording or picture until it has been sent. */
export async function keepMedia(key, blob) {
  held.set(key, blob);
  try {
    await inStore("readwrite", (store) => store.put(blob, key));
  } catch {
    // only this page's memory has it now; a reload will say so
  }
}

export async function keptMedia(key) {
  if (held.has(key)) return held.get(key);
  try {
    return (await inStore("readonly", (store) => store.get(key))) ?? null;
  } catch {
    return null;
  }
}

export async function dropMedia(key) {
  held.delete(key);
  try {
    await inStore("readwrite", (store) => store.delete(key));
  } catch {
    // nothing was kept there
  }
}
