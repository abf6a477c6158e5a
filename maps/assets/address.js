// Address: view, filters and the selected report in the URL's hash, so that what is seen can be sent and cited.

/**
 * @typedef {{zoom?: number, lat?: number, lon?: number, query?: string, from?: number, to?: number, undated?: boolean, only?: string[],
 *   off?: Record<string, string[]>, on?: Record<string, string[]>, report?: string, relations?: boolean}} View
 */

/** @param {string} text */
const quoted = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/%3A/g, ":");

/** @param {string} text @returns {string|null} null where it is not encoded well */
function unquoted(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return null;
  }
}

/** @param {View} view @returns {string} the hash without "#" */
function writeHash(view) {
  const parts = [];
  if (view.zoom !== undefined) parts.push(`map=${+view.zoom.toFixed(2)}/${view.lat.toFixed(4)}/${view.lon.toFixed(4)}`);
  if (view.query) parts.push(`q=${quoted(view.query)}`);
  if (view.from !== undefined || view.to !== undefined) parts.push(`time=${Number.isFinite(view.from) ? isoOf(view.from) : ""}..${Number.isFinite(view.to) ? isoOf(view.to) : ""}`);
  if (view.undated === false) parts.push("undated=no");
  if (view.only?.length) parts.push(`only=${view.only.map(quoted).join(",")}`);
  for (const how of ["off", "on"]) {
    for (const [facet, names] of Object.entries(view[how] ?? {})) parts.push(`${how}.${facet}=${names.map(quoted).join(",")}`);
  }
  if (view.relations) parts.push("relations=yes");
  if (view.report) parts.push(`report=${quoted(view.report)}`);
  return parts.join("&");
}

/** @param {string} hash with or without "#" @returns {View} what can be understood of it */
function readHash(hash) {
  /** @type {View} */
  const view = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, value = ""] = part.split(/=(.*)/s);
    const list = () => value.split(",").map(unquoted).filter((name) => name !== null);
    const [how, facet] = key.split(".");
    if (key === "map") {
      const numbers = value.split("/").map(Number);
      if (numbers.length === 3 && numbers.every(Number.isFinite) && value.split("/").every(Boolean) && Math.abs(numbers[1]) <= 90) [view.zoom, view.lat, view.lon] = numbers;
    } else if (key === "q") view.query = unquoted(value) ?? "";
    else if (key === "time") {
      const [from, to] = value.split("..").map(daysOf);
      if (Number.isFinite(from)) view.from = from;
      if (Number.isFinite(to)) view.to = to;
    } else if (key === "undated") view.undated = value !== "no";
    else if (key === "only") view.only = list();
    else if (key === "relations") view.relations = value === "yes";
    else if (key === "report") view.report = unquoted(value) ?? "";
    else if ((how === "off" || how === "on") && facet && /^[a-z]+$/.test(facet)) (view[how] ??= {})[facet] = value === "" ? [] : list();
  }
  return view;
}
