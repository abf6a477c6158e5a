// Load the page's own scripts as the page does, joined in one scope, and hand out some of their names.
import { readFileSync } from "node:fs";

const HOME = new URL("../../maps/assets/", import.meta.url);
/** The files that need no page, in the page's order. */
const FILES = ["text.js", "store.js", "filters.js", "times.js", "address.js", "csv.js", "spots.js", "outlines.js", "symbols.js", "labels.js"];

/** @param {string[]} names */
export function load(...names) {
  const code = FILES.map((file) => readFileSync(new URL(file, HOME), "utf8")).join("\n");
  return new Function(`${code}\nreturn { ${names.join(", ")} };`)();
}

/** Numbers that look random and are the same at every run (mulberry32). @param {number} seed */
export function chance(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
