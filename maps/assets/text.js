// Text: the words of the page in its language, and elements made of words that are never markup.

/** @type {Record<string, any>} */
let WORDS = {};
/** @type {Intl.PluralRules|null} */
let plurals = null;

/** @param {Record<string, any>} words the page's own words, by key @param {string} language its code */
function speak(words, language = "en") {
  WORDS = words;
  plurals = new Intl.PluralRules(language);
}

/**
 * Return the page's word for something, with what is given in its gaps, in the form that the number `n` asks for.
 * @param {string} key
 * @param {Record<string, string|number>} given
 * @returns {string}
 */
function t(key, given = {}) {
  let words = WORDS[key] ?? key;
  if (typeof words === "object") words = words[plurals.select(Number(given.n))] ?? words.other;
  return words.replace(/\{(\w+)\}/g, (gap, name) => dated(String(given[name] ?? gap)));
}

/** @param {string} text @returns {string} a date, kept from being turned round by the Arabic before it */
function dated(text) {
  return WORDS.direction === "rtl" && /^\d{4}-\d/.test(text) ? `\u2066${text}\u2069` : text;
}

/** @param {number} metres @returns {string} a distance in words, no finer than it is known */
function aboutOf(metres) {
  const distance = metres < 1000 ? t("metres", { n: Math.round(metres) }) : t("kilometres", { n: Math.round(metres / 1000) });
  return t("about", { distance });
}

/**
 * Make an element; children are nodes or text, and text is never markup.
 * @param {string} name with classes: "p.quiet"
 * @param {Record<string, any>} attributes
 * @param {...(Node|string)} children
 */
function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
}

/** @param {string} text of outside: kept apart from the direction of the words around it */
const said = (text) => make("bdi", {}, text);
