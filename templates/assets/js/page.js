// What pages can do with script; without it every word and link is there. Hooks and words are data
// attributes. Not a module: browsers refuse modules to pages opened from a disk.
"use strict";
{
  const root = document.documentElement;
  const one = (hook, within = document) => within.querySelector(`[data-${hook}]`);
  const all = (hook) => document.querySelectorAll(`[data-${hook}]`);

  // ---- the size of the letters, in per cent, remembered on this device only ----

  const SIZES = [90, 100, 115, 130, 150, 175, 200];
  const USUAL = 100;
  const KEY = "co-chu";

  const size = () => Number(root.dataset.textSize ?? USUAL);

  function remembered() {
    try {
      const kept = Number(localStorage.getItem(KEY));
      return SIZES.includes(kept) ? kept : USUAL;
    } catch {
      return USUAL; // A private window may keep nothing.
    }
  }

  function remember(chosen) {
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // This page alone has the size.
    }
  }

  function resize(chosen) {
    if (chosen === USUAL) delete root.dataset.textSize;
    else root.dataset.textSize = chosen;
    for (const button of all("text-step")) {
      const step = Number(button.dataset.textStep);
      if (step) button.setAttribute("aria-disabled", chosen === SIZES.at(step > 0 ? -1 : 0));
      else button.setAttribute("aria-pressed", chosen === USUAL);
    }
  }

  function stepSize(button) {
    const step = Number(button.dataset.textStep);
    const chosen = step ? SIZES[SIZES.indexOf(size()) + step] ?? size() : USUAL;
    const top = button.getBoundingClientRect().top;
    resize(chosen);
    remember(chosen);
    // The button stays under the finger that is pressing it.
    scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
    say(one("text-said"), chosen);
  }

  function say(status, value = "") {
    status.textContent = status.dataset.said.replace("{}", value);
  }

  async function copy(button) {
    const status = one("copy-said");
    status.textContent = "";
    const done = await copied(button.dataset.copy);
    status.textContent = done ? status.dataset.said : status.dataset.failed;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedByHand(text); // Old browsers, addresses without https.
    }
  }

  function copiedByHand(text) {
    const field = document.createElement("textarea");
    const before = document.activeElement;
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    return done;
  }

  // ---- other pages of the paper, read from here ----

  async function read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const from = (target) => new URL(target, answer.url).href;
    for (const name of ["href", "src"]) {
      for (const each of page.querySelectorAll(`main [${name}]`)) each.setAttribute(name, from(each.getAttribute(name)));
    }
    for (const each of page.querySelectorAll("main [srcset]")) {
      each.srcset = each.srcset.replace(/(^|,\s*)([^\s,]+)/g, (_, comma, target) => comma + from(target));
    }
    return page;
  }

  async function showMore(link) {
    const list = one("list");
    const paging = one("paging");
    if (list.ariaBusy) return;
    list.ariaBusy = "true";
    try {
      const page = await read(link.href);
      const items = [...one("list", page).children];
      const links = [...one("paging", page).childNodes];
      const before = list.querySelectorAll("article").length;
      list.append(...items);
      paging.replaceChildren(...links);
      items[0].querySelector("a").focus();
      say(one("more-said"), list.querySelectorAll("article").length - before);
    } catch {
      location.assign(link.href);
    } finally {
      list.ariaBusy = null;
    }
  }

  const NEWEST = 5;

  function headlines(room, page) {
    const list = room.querySelector("template").content.cloneNode(true);
    const model = list.querySelector("li");
    const items = [...one("list", page).children].filter((each) => one("headline", each).href !== location.href);
    for (const item of items.slice(0, NEWEST)) {
      const line = model.cloneNode(true);
      const headline = one("headline", line);
      headline.href = one("headline", item).href;
      headline.textContent = one("headline", item).textContent;
      one("when", line).append(...one("when", item).childNodes);
      model.before(line);
    }
    model.remove();
    return list;
  }

  // What a reader is looking at never moves: they come while out of sight, or where room is kept.
  async function showLatest(aside) {
    const page = await read(aside.querySelector("a").href);
    const room = one("latest-room", aside);
    const list = headlines(room, page);
    if (room.clientHeight) room.replaceChildren(list);
    else when(aside, "0px", (isSeen) => !isSeen, () => room.replaceChildren(list));
  }

  function when(target, margin, isIt, act) {
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!isIt(entry.isIntersecting)) return;
        watch.disconnect();
        act();
      },
      { rootMargin: margin },
    );
    watch.observe(target);
  }

  function awaitLatest(aside) {
    // Without what it brings the link is still there.
    when(aside, "0px 0px 150% 0px", (isNear) => isNear, () => showLatest(aside).catch(() => {}));
  }

  // ---- names offered in the search field: whatever that takes is fetched when a reader goes there ----

  function awaitTyping(field) {
    const offer = async () => {
      const { Index, suggesting } = await import(new URL(field.dataset.suggest, document.baseURI).href);
      suggesting(field, new Index(field.dataset.index), () => field.form.submit());
    };
    field.addEventListener("focus", () => offer().catch(() => {}), { once: true });
  }

  const PRESSED = { "text-step": stepSize, copy, print: () => print() };

  function start() {
    const isServed = location.protocol.startsWith("http");
    resize(size());
    for (const each of all("with-script")) each.hidden = false;
    document.addEventListener("click", (event) => {
      for (const [hook, act] of Object.entries(PRESSED)) {
        const button = event.target.closest(`[data-${hook}]`);
        if (button) act(button);
      }
      const link = event.target.closest("[data-more]");
      if (!link || !isServed || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      showMore(link);
    });
    if (isServed && !navigator.connection?.saveData) all("latest").forEach(awaitLatest);
    if (isServed && "DecompressionStream" in window) all("suggest").forEach(awaitTyping);
  }

  resize(remembered());
  // Back on a page that the browser had kept as it was.
  addEventListener("pageshow", (event) => event.persisted && resize(remembered()));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
