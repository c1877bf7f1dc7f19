// Search in the reader's browser: asks the files that the build wrote, ranks, narrows, shows. A module,
// loaded by the search page, and by other pages once a reader begins to type. Hooks and words are data attributes.
// The rules of the first part are those of thidua/vietnamese.py and thidua/terms.py; tests/folding.json holds for both.

// ---- what a text says -----------------------------------------------------------------------------------

const TONES = [..."\u0300\u0309\u0303\u0301\u0323"];
const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
const CONSONANT = "[b-df-hj-np-tv-xz]";
const nfc = (text) => text.normalize("NFC");
const toned = (vowel) => TONES.map((tone) => nfc(vowel + tone)).join("");
const pattern = (source) => new RegExp(source, "gu");

const MARKED = /[\u00e0-\u024f\u1e00-\u1eff]/g;
const COMBINING = /[\u0300-\u036f]/g;
const WHOLE_RHYME = `(?<=(?<!${LETTER})${CONSONANT}{1,3})`;
const LONE_Y = pattern(`${WHOLE_RHYME}y(?!${LETTER})`);
const LONE_MARKED_Y = pattern(`${WHOLE_RHYME}[y${toned("y")}](?!${LETTER})`);
const MISPLACED = pattern(
  `o[${toned("a")}${toned("e")}](?!${LETTER})` +
    `|u[${toned("y")}](?!${LETTER})(?<!q..)` +
    `|[${toned("o")}][ae](?=${LETTER})` +
    `|[${toned("u")}]y(?:(?=${LETTER})|(?<=q..))`,
);
const PIECE = pattern(
  "[\\p{L}\\p{N}]+(?:[\\u0300-\\u036f]+[\\p{L}\\p{N}]*)*|[.!?\\u2026:;]+[\\u201d\\u2019\\u00bb\"')\\]]*(?=[ \\t\\n])|\\n",
);
const WITHOUT_FORM = { "\u0111": "d", "\u00f0": "d", "\u0180": "b" };

function bare(letter) {
  const [base] = letter.normalize("NFD");
  return WITHOUT_FORM[letter] ?? (/[a-z]/.test(base) ? base : letter);
}

function moved([first, second]) {
  const [one, tone] = first.normalize("NFD");
  const [other, otherTone] = second.normalize("NFD");
  return tone ? one + nfc(other + tone) : nfc(one + otherTone) + other;
}

const withoutMarks = (text) => nfc(text).toLowerCase().replace(MARKED, bare).replace(COMBINING, "");

export const fold = (text) => withoutMarks(text).replace(LONE_Y, "i");

export const canon = (text) => nfc(nfc(text).toLowerCase().replace(MISPLACED, moved));

export const exact = (text) => canon(text).replace(LONE_MARKED_Y, (y) => nfc(`i${y.normalize("NFD").slice(1)}`));

export const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

// The syllables of a text with their places; where a sentence ends, `border`.
export function pieces(text) {
  const isSyllable = /^[\p{L}\p{N}]/u;
  return [...text.matchAll(PIECE)].map(({ 0: piece, index }) => ({
    piece,
    start: index,
    end: index + piece.length,
    border: !isSyllable.test(piece),
  }));
}

const syllables = (text) => pieces(nfc(text)).filter((each) => !each.border).map((each) => each.piece);

const MOST_WORDS = 12;

// What a reader asks: words, which of them stand in quotation marks together, and whether marks were typed.
export function asked(text) {
  const groups = [];
  for (const [, , quoted, loose] of nfc(text).matchAll(/(["\u201c\u201d\u00ab])([^"\u201c\u201d\u00bb]*)["\u201c\u201d\u00bb]?|([^"\u201c\u201d\u00ab]+)/g)) {
    const words = syllables(quoted ?? loose);
    if (words.length) groups.push({ words, isPhrase: quoted !== undefined });
  }
  const words = groups.flatMap((group, number) =>
    group.words.map((written) => ({ written, fold: fold(written), exact: exact(written), group: number, isPhrase: group.isPhrase })),
  ).slice(0, MOST_WORDS);
  return { text, words, hasMarks: words.some((word) => word.exact !== word.fold), hasPhrase: groups.some((group) => group.isPhrase) };
}

// ---- the files ------------------------------------------------------------------------------------------

export class Gone extends Error {}

async function read(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Gone(`${answer.status} ${address}`);
  const data = new Uint8Array(await answer.arrayBuffer());
  // A host may have unpacked it already.
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data;
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const said = (data) => new TextDecoder().decode(data);
const names = (joined) => joined.match(/.{8}/g) ?? [];
const MOST_KEPT = 96;

export class Index {
  constructor(address) {
    this.address = new URL(address, location.href);
    this.kept = new Map();
  }

  // The manifest, asked for once; `again` after a file was gone, for then the site was published anew.
  open(again = false) {
    if (again) this.kept.clear();
    if (again || !this.manifest) {
      this.manifest = this.read(again).catch((error) => {
        this.manifest = undefined;
        throw error;
      });
    }
    return this.manifest;
  }

  async read(again) {
    const manifest = JSON.parse(said(await read(this.address, { cache: again ? "reload" : "no-cache" })));
    for (const segment of manifest.segments) {
      for (const table of [segment.single, segment.double]) {
        table.keys = table.names ? table.keys.split("\n") : [];
        table.names = names(table.names);
      }
    }
    manifest.cards = names(manifest.cards);
    manifest.suggestions.names = names(manifest.suggestions.names);
    return manifest;
  }

  // A file by its name, unpacked and understood once; of many, those used last are kept.
  file(name, understood) {
    let known = this.kept.get(name);
    this.kept.delete(name);
    known ??= read(new URL(`${name}.bin`, this.address)).then(understood);
    this.kept.set(name, known);
    known.catch(() => this.kept.delete(name));
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
    return known;
  }

  shard(table, number) {
    return this.file(`tu-${table.names[number]}`, directory);
  }

  async group(table, key) {
    const number = last(table.keys, key);
    if (number < 0) return [];
    const { data, groups } = await this.shard(table, number);
    return (groups.get(key) ?? []).map((variant) => ({ ...variant, data }));
  }

  // All variants of all keys that begin so.
  async beginning(table, prefix) {
    const from = Math.max(0, last(table.keys, prefix));
    const numbers = [];
    for (let at = from; at < table.keys.length && numbers.length < MOST_SHARDS; at += 1) {
      if (at > from && !table.keys[at].startsWith(prefix)) break;
      numbers.push(at);
    }
    const shards = await Promise.all(numbers.map((number) => this.shard(table, number)));
    const found = [];
    for (const { data, groups } of shards) {
      for (const [key, variants] of groups) {
        if (key.startsWith(prefix)) found.push(...variants.map((variant) => ({ ...variant, data })));
      }
    }
    return found;
  }

  columns(segment) {
    return this.file(`cot-${segment.columns}`, (data) => columns(data, segment.count));
  }

  async card(number) {
    const { cards, pack, shelf, kinds } = await this.open();
    const name = `the-${cards[Math.floor(number / shelf)]}-${Math.floor((number % shelf) / pack)}`;
    const found = await this.file(name, (data) => JSON.parse(said(data)));
    const [kind, address, title, about, day, lines, isIllustrative, text] = found[number % pack];
    return { kind: kinds[kind], address, title, about, day, lines, isIllustrative, text };
  }

  text(card) {
    return card.text ? this.file(`bai-${card.text}`, said) : "";
  }
}

const MOST_SHARDS = 6;

// The number of the last key that is not behind the one sought.
function last(keys, sought) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] <= sought) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const lengthOf = (data) => new DataView(data.buffer, data.byteOffset).getUint32(0, true);

function directory(data) {
  const size = lengthOf(data);
  let at = 4 + size;
  const groups = new Map();
  for (const line of said(data.subarray(4, at)).split("\n")) {
    const [key, ...parts] = line.split("\t");
    const variants = [];
    for (let part = 0; part < parts.length; part += 2) {
      const start = at;
      at += Number(parts[part + 1]);
      variants.push({ form: parts[part] || key, start, end: at });
    }
    groups.set(key, variants);
  }
  return { data, groups };
}

function columns(data, count) {
  const size = lengthOf(data);
  const sets = JSON.parse(said(data.subarray(4, 4 + size)));
  const numbers = {};
  let at = 4 + size;
  for (const [facet, known] of Object.entries(sets)) {
    const width = known.length > 256 ? 2 : 1;
    const bytes = data.slice(at, at + count * width);
    numbers[facet] = width === 2 ? new Uint16Array(bytes.buffer) : bytes;
    at += count * width;
  }
  return { sets, numbers };
}

function walk({ data, start, end }, visit) {
  let document = 0;
  for (let at = start; at < end; ) {
    let byte = data[at++];
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = data[at++];
      value |= (byte & 127) << shift;
    }
    document += value >> 2;
    visit(document, value & 3);
  }
}

// ---- asking ---------------------------------------------------------------------------------------------

// Documents that have every known word, best first: near pairs, pairs with the marks typed, syllables with the
// marks typed, impact, newest.
export async function find(index, question) {
  const manifest = await index.open();
  const { words, hasMarks } = question;
  const parts = await Promise.all(manifest.segments.map((segment) => lookedUp(index, segment, words)));
  const isKnown = words.map((_, at) => parts.some((part) => part.single[at].length));
  await completed(index, manifest, parts, question, isKnown);
  const unknown = words.filter((_, at) => !isKnown[at]);
  const lost = unknown.some((word) => word.isPhrase);
  const hits = lost ? [] : parts.flatMap((part, at) => matched(part, manifest.segments[at], words, isKnown, hasMarks));
  return { hits: Float64Array.from(hits), unknown: unknown.map((word) => word.written), prefix: question.prefix };
}

async function lookedUp(index, segment, words) {
  const [single, double] = await Promise.all([
    Promise.all(words.map((word) => index.group(segment.single, word.fold))),
    Promise.all(words.slice(1).map((word, at) => index.group(segment.double, `${words[at].fold} ${word.fold}`))),
  ]);
  return { single, double };
}

// A last word that is in no vocabulary is the beginning of one, for its reader is still typing.
async function completed(index, manifest, parts, question, isKnown) {
  const at = question.words.length - 1;
  const word = question.words[at];
  question.prefix = undefined;
  if (!word || isKnown[at] || word.isPhrase) return;
  const before = question.words[at - 1];
  await Promise.all(
    manifest.segments.map(async (segment, number) => {
      parts[number].single[at] = await index.beginning(segment.single, word.fold);
      if (before) parts[number].double[at - 1] = await index.beginning(segment.double, `${before.fold} ${word.fold}`);
    }),
  );
  isKnown[at] = parts.some((part) => part.single[at].length);
  if (isKnown[at]) question.prefix = word.fold;
}

const DOCUMENTS = 2 ** 24;
const SCORES = 256;
const STEPS = 16;

function matched(part, segment, words, isKnown, hasMarks) {
  const { count, first } = segment;
  const alive = new Uint8Array(count).fill(1);
  const score = new Uint8Array(count);
  const withMarks = new Uint8Array(count);
  const near = new Uint8Array(count);
  const nearWithMarks = new Uint8Array(count);
  words.forEach((word, at) => {
    if (!isKnown[at]) return;
    const mustHaveMarks = word.isPhrase && hasMarks;
    const best = new Uint8Array(count);
    for (const variant of part.single[at]) {
      const isExact = variant.form === word.exact;
      if (mustHaveMarks && !isExact) continue;
      walk(variant, (document, impact) => {
        if (impact >= best[document]) best[document] = impact + 1;
        if (isExact && hasMarks) withMarks[document] += 1;
      });
    }
    for (let document = 0; document < count; document += 1) {
      if (best[document]) score[document] += best[document] - 1;
      else alive[document] = 0;
    }
  });
  words.slice(1).forEach((word, at) => {
    const before = words[at];
    const isPhrase = word.isPhrase && word.group === before.group;
    if (word.group !== before.group && (word.isPhrase || before.isPhrase)) return;
    const form = `${before.exact} ${word.exact}`;
    const best = new Uint8Array(count);
    for (const variant of part.double[at]) {
      const isExact = variant.form === form;
      if (isPhrase && hasMarks && !isExact) continue;
      walk(variant, (document, impact) => {
        if (impact >= best[document]) best[document] = impact + 1;
        if (isExact && hasMarks) nearWithMarks[document] += 1;
      });
    }
    for (let document = 0; document < count; document += 1) {
      if (best[document]) {
        near[document] += 1;
        score[document] += best[document] - 1;
      } else if (isPhrase) alive[document] = 0;
    }
  });
  const found = [];
  if (!isKnown.some(Boolean)) return found;
  for (let document = 0; document < count; document += 1) {
    if (!alive[document]) continue;
    const tier = (near[document] * STEPS + nearWithMarks[document]) * STEPS + withMarks[document];
    found.push((tier * SCORES + score[document]) * DOCUMENTS + first + document);
  }
  return found;
}

const numberOf = (hit) => hit % DOCUMENTS;

// ---- narrowing ------------------------------------------------------------------------------------------

// What is left of hits by the values chosen, best or newest first, and how many each value would leave.
export async function narrowed(index, hits, chosen, isNewestFirst) {
  const { segments } = await index.open();
  const all = await Promise.all(segments.map((segment) => index.columns(segment)));
  const counts = Object.fromEntries(Object.keys(all[0].sets).map((facet) => [facet, new Map()]));
  const left = [];
  segments.forEach((segment, at) => {
    const judge = judged(all[at], chosen);
    const mine = hits.filter((hit) => numberOf(hit) >= segment.first && numberOf(hit) < segment.first + segment.count);
    for (const hit of mine) {
      if (!judge.counts(numberOf(hit) - segment.first)) continue;
      left.push(isNewestFirst ? judge.year(numberOf(hit) - segment.first) * DOCUMENTS + numberOf(hit) : hit);
    }
    judge.into(counts);
  });
  return { numbers: Float64Array.from(left).sort().reverse().map(numberOf), counts };
}

function judged({ sets, numbers }, chosen) {
  const facets = Object.keys(sets);
  const fits = facets.map((facet) => sets[facet].map((values) => !chosen[facet] || values.includes(chosen[facet])));
  const found = facets.map((facet) => new Uint32Array(sets[facet].length));
  const years = sets.year.map((values) => Math.max(0, ...values.map(Number)));
  return {
    year: (document) => years[numbers.year[document]],
    // Counts of a facet ignore what was chosen of that same facet.
    counts(document) {
      let misses = 0;
      let miss = 0;
      for (let at = 0; at < facets.length && misses < 2; at += 1) {
        if (fits[at][numbers[facets[at]][document]]) continue;
        misses += 1;
        miss = at;
      }
      if (misses > 1) return false;
      for (let at = misses ? miss : 0; at < (misses ? miss + 1 : facets.length); at += 1) {
        found[at][numbers[facets[at]][document]] += 1;
      }
      return !misses;
    },
    into(counts) {
      facets.forEach((facet, at) => {
        sets[facet].forEach((values, number) => {
          for (const value of values) counts[facet].set(value, (counts[facet].get(value) ?? 0) + found[at][number]);
        });
      });
    },
  };
}

// ---- telling --------------------------------------------------------------------------------------------

// Whether a text has the words of each phrase beside each other, with the marks that were typed.
export function hasPhrases(question, texts) {
  const phrases = [...new Set(question.words.map((word) => word.group))]
    .map((group) => question.words.filter((word) => word.group === group && word.isPhrase))
    .filter((phrase) => phrase.length);
  const heard = question.hasMarks ? exact : fold;
  const told = texts.map((text) => pieces(text).map(({ piece, border }) => (border ? "\n" : heard(piece))));
  return phrases.every((phrase) => {
    const sought = ` ${phrase.map((word) => (question.hasMarks ? word.exact : word.fold)).join(" ")} `;
    return told.some((each) => ` ${each.join(" ")} `.includes(sought));
  });
}

// Pairs say that words stand beside each other two by two: of one word, and of three or more, texts are asked.
const asksTexts = ({ words }) =>
  words.some(({ isPhrase, group }) => isPhrase && words.filter((word) => word.group === group).length !== 2);

function sounds(question, synonyms) {
  const isHeard = new Set(question.words.map((word) => (word.isPhrase && question.hasMarks ? word.exact : word.fold)));
  const phrase = question.words.map((word) => word.fold).join(" ");
  const also = new Set();
  for (const [one, other] of synonyms) {
    if (` ${phrase} `.includes(` ${syllables(one).map(fold).join(" ")} `)) for (const word of syllables(other)) also.add(fold(word));
  }
  return (piece) => {
    const plain = fold(piece);
    if (isHeard.has(plain)) return plain;
    if (isHeard.has(exact(piece))) return plain;
    if (question.prefix && plain.startsWith(question.prefix)) return question.prefix;
    return also.has(plain) ? plain : undefined;
  };
}

const EXCERPT = 34;

// The line, or the part of a long one, that says most of what was asked for.
function excerpt(texts, hear) {
  let best = { value: -1 };
  for (const line of texts.flatMap((text) => text.split("\n"))) {
    const told = pieces(line).filter((each) => !each.border);
    const heard = told.map((each) => hear(each.piece));
    for (let from = 0; from < Math.max(1, told.length - EXCERPT / 2); from += EXCERPT / 2) {
      const part = heard.slice(from, from + EXCERPT);
      const near = part.filter((word, at) => word && part[at + 1]).length;
      const value = 3 * new Set(part.filter(Boolean)).size + Math.min(near, 3);
      if (value > best.value) best = { value, line, told, from };
    }
  }
  if (!best.told?.length) return best.line ?? "";
  const ends = best.told.slice(best.from, best.from + EXCERPT);
  const isWhole = best.from + EXCERPT >= best.told.length;
  const start = best.from ? ends[0].start : 0;
  const end = isWhole ? best.line.length : ends.at(-1).end;
  return (best.from ? "\u2026 " : "") + best.line.slice(start, end) + (isWhole ? "" : " \u2026");
}

// The text into an element, what was heard in <mark>; neighbours share one, and beside such, lone ones have none.
function tell(element, text, hear) {
  const runs = [];
  let open = false;
  for (const { piece, start, end, border } of pieces(text)) {
    const isHeard = !border && hear(piece) !== undefined;
    if (isHeard && open) Object.assign(runs.at(-1), { end, isLone: false });
    else if (isHeard) runs.push({ start, end, isLone: true });
    open = isHeard;
  }
  const marked = runs.some((run) => !run.isLone) ? runs.filter((run) => !run.isLone) : runs;
  element.replaceChildren();
  let at = 0;
  for (const { start, end } of marked) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    element.append(text.slice(at, start), mark);
    at = end;
  }
  element.append(text.slice(at));
}

// ---- the search page ------------------------------------------------------------------------------------

const A_PAGE = 10;
const PAUSE = 250;
const MOST_CHECKED = 300;
const MOST_AT_ONCE = 80;

class SearchPage {
  constructor(root) {
    this.root = root;
    this.one = (hook) => root.querySelector(`[data-${hook}]`);
    this.form = this.one("search-form");
    this.field = this.form.querySelector("input");
    this.status = this.one("search-status");
    this.list = this.one("results");
    this.model = this.one("result").content.firstElementChild;
    this.more = this.one("search-more");
    this.selects = [...root.querySelectorAll("[data-facet]")];
    this.index = new Index(root.dataset.search);
    this.site = new URL("..", this.index.address);
    this.turn = 0;
    this.shown = [];
  }

  start() {
    this.say(this.status.dataset.hint);
    let waiting;
    this.field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.go("replaceState"), PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      this.go("pushState");
    });
    for (const select of this.selects) select.addEventListener("change", () => this.go("pushState"));
    // A list that is not yet the answer has nothing to go on with.
    this.more.addEventListener("click", () => this.list.ariaBusy || this.work((turn) => this.showMore(turn, true)));
    addEventListener("popstate", () => this.restore());
    this.index.open().catch(() => {});
    suggesting(this.field, this.index, () => this.go("pushState"));
    this.restore();
    // Beside the results there is room; on a phone they come first.
    this.one("search-filters").open = innerWidth >= 640 || this.selects.some((select) => select.value);
  }

  restore() {
    const wanted = new URLSearchParams(location.search);
    this.field.value = wanted.get("q") ?? "";
    this.wanted = Object.fromEntries(this.selects.map((select) => [select.dataset.facet, wanted.get(select.dataset.key) ?? ""]));
    for (const select of this.selects) choose(select, this.wanted[select.dataset.facet]);
    this.run();
  }

  go(how) {
    const wanted = new URLSearchParams();
    if (this.field.value.trim()) wanted.set("q", this.field.value.trim());
    this.wanted = Object.fromEntries(this.selects.map((select) => [select.dataset.facet, select.value]));
    for (const select of this.selects) if (select.value && wanted.has("q")) wanted.set(select.dataset.key, select.value);
    const search = wanted.size || [...wanted].length ? `?${wanted}` : location.pathname;
    if (search !== (location.search || location.pathname)) {
      // The first letters typed begin a new step back; the rest of the word belongs to it.
      history[location.search ? how : "pushState"](null, "", search);
    }
    this.run();
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  run() {
    const question = asked(this.field.value);
    if (question.words.length) this.work((turn) => this.answer(turn, question));
    else this.clear();
  }

  // The list is busy until it is what the address asks for; work that is begun later has the list to itself.
  async work(act) {
    const turn = (this.turn += 1);
    this.list.ariaBusy = "true";
    try {
      await act(turn);
    } catch (error) {
      if (turn !== this.turn) return;
      try {
        if (!(error instanceof Gone)) throw error;
        await this.index.open(true);
        await this.answer(turn, asked(this.field.value));
      } catch {
        if (turn === this.turn) this.say(this.status.dataset.failed);
      }
    } finally {
      if (turn === this.turn) this.list.ariaBusy = null;
    }
  }

  clear() {
    this.turn += 1;
    this.list.ariaBusy = null;
    this.list.replaceChildren();
    this.more.hidden = true;
    this.one("search-filters").hidden = true;
    this.say(this.status.dataset.hint);
  }

  async answer(turn, question) {
    const found = await find(this.index, question);
    const asks = asksTexts(question);
    const isUnsure = asks && found.hits.length > MOST_CHECKED;
    const hits = asks && !isUnsure ? await this.checked(found.hits, question) : found.hits;
    const { sort, ...chosen } = this.wanted;
    const { numbers, counts } = await narrowed(this.index, hits, chosen, sort === "moi");
    const manifest = await this.index.open();
    if (turn !== this.turn) return;
    this.offer(counts, manifest.labels, hits.length);
    this.numbers = numbers;
    this.hear = sounds(question, manifest.synonyms);
    this.question = question;
    this.shown = 0;
    this.isUnsure = isUnsure;
    this.sum = this.summary(numbers.length, found.unknown);
    await this.showMore(turn, false);
  }

  async checked(hits, question) {
    const said = await Promise.all([...hits].map(async (hit) => this.says(await this.index.card(numberOf(hit)), question)));
    return hits.filter((_, at) => said[at]);
  }

  async says(card, question) {
    const own = [card.title, card.about, card.lines];
    return hasPhrases(question, own) || hasPhrases(question, [...own, await this.index.text(card)]);
  }

  summary(count, unknown) {
    const { count: some, about, none, unknown: missing } = this.status.dataset;
    const told = count ? (this.isUnsure ? about : some).replace("{}", count.toLocaleString("vi")) : none;
    return unknown.length ? `${told} ${missing.replace("{}", unknown.join(", "))}` : told;
  }

  offer(counts, labels, total) {
    this.one("search-filters").hidden = !total;
    for (const select of this.selects) {
      const { facet } = select.dataset;
      if (facet === "sort") continue;
      const chosen = this.wanted[facet];
      const values = [...counts[facet]].filter(([value, count]) => count || value === chosen);
      const byName = (one, other) => labels[facet][one[0]].localeCompare(labels[facet][other[0]], "vi");
      values.sort(facet === "year" ? (one, other) => other[0] - one[0] : byName);
      const [all] = select.options;
      select.replaceChildren(
        all,
        ...values.map(([value, count]) => new Option(`${labels[facet][value]} (${count.toLocaleString("vi")})`, value)),
      );
      choose(select, chosen);
      select.parentElement.hidden = !values.length;
    }
  }

  async showMore(turn, isAsked) {
    const items = [];
    const { question, isUnsure } = this;
    let { shown } = this;
    let many = A_PAGE;
    // Of very many, no more are asked than it takes to show a page; where few say the phrase, more at a time.
    while (items.length < A_PAGE && shown < this.numbers.length) {
      const next = [...this.numbers.slice(shown, shown + many)];
      const cards = await Promise.all(next.map((number) => this.index.card(number)));
      const says = await Promise.all(cards.map((card) => !isUnsure || this.says(card, question)));
      const places = [...says.keys()].filter((at) => says[at]).slice(0, A_PAGE - items.length);
      const kept = places.map((at) => cards[at]);
      const texts = await Promise.all(kept.map((card) => this.wantsText(card) && this.index.text(card)));
      if (turn !== this.turn) return;
      items.push(...kept.map((card, at) => this.item(card, texts[at])));
      shown += items.length < A_PAGE ? next.length : places.at(-1) + 1;
      many = Math.min(2 * many, MOST_AT_ONCE);
    }
    this.shown = shown;
    if (isAsked) this.list.append(...items);
    else this.list.replaceChildren(...items);
    this.more.hidden = this.shown >= this.numbers.length;
    this.say(this.sum);
    if (isAsked) items[0]?.querySelector("a").focus();
  }

  // A long text is read only where what was asked for is not on the card.
  wantsText(card) {
    const heard = new Set(pieces([card.title, card.about, card.lines].join("\n")).map(({ piece }) => this.hear(piece)));
    return card.text && this.question.words.some((word) => !heard.has(word.fold));
  }

  item(card, text) {
    const item = this.model.cloneNode(true);
    const part = (hook) => item.querySelector(`[data-result-${hook}]`);
    const link = part("link");
    link.href = new URL(card.address, this.site).href;
    tell(link, card.title, this.hear);
    part("kind").textContent = this.labelOf(card.kind);
    tell(part("about"), card.about, this.hear);
    tell(part("excerpt"), excerpt([card.lines, text || ""], this.hear), this.hear);
    part("day").textContent = card.day;
    for (const hook of ["about", "excerpt", "day"]) if (!part(hook).textContent) part(hook).remove();
    if (!card.isIllustrative) item.querySelector(".illustrative-tag").remove();
    return item;
  }

  labelOf(kind) {
    return this.kinds?.[kind] ?? (this.kinds = JSON.parse(this.root.dataset.kinds))[kind];
  }
}

function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
  select.value = value;
}

// ---- suggestions ----------------------------------------------------------------------------------------

const MOST_OFFERED = 7;

const offered = (data) =>
  said(data).split("\n").map((line) => {
    const name = line.slice(1);
    return { name, kind: line[0], plain: ` ${syllables(name).map(fold).join(" ")}` };
  });

export async function suggested(index, text) {
  const typed = syllables(text).map(fold).join(" ");
  if (typed.length < 2) return [];
  const { suggestions } = await index.open();
  const from = Math.max(0, last(suggestions.keys, typed));
  const shards = [from, from + 1].filter((at) => at === from || suggestions.keys[at]?.startsWith(typed));
  const lists = await Promise.all(shards.map((at) => index.file(`goi-y-${suggestions.names[at]}`, offered)));
  const found = new Map();
  for (const { name, kind, plain } of lists.flat()) {
    if (plain.includes(` ${typed}`)) found.set(name, { name, kind, isFirst: plain.startsWith(` ${typed}`) });
  }
  const marks = exact(nfc(text.trim()));
  const hasMarks = marks !== fold(marks);
  const rank = ({ name, kind, isFirst }) =>
    (hasMarks && exact(name).includes(marks) ? 0 : 100) + (isFirst ? 0 : 10) + "pdvtc".indexOf(kind);
  return [...found.values()].sort((one, other) => rank(one) - rank(other)).slice(0, MOST_OFFERED);
}

// A combobox with a list of names (ARIA Authoring Practices, list autocomplete with manual selection).
let lists = 0;

export function suggesting(field, index, act) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `goi_y_${(lists += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestions);
  list.hidden = true;
  field.closest("form").append(list);
  const set = (name, value) => field.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-expanded", "false");
  set("aria-controls", list.id);
  let active = -1;
  let turn = 0;
  let waiting;

  const close = () => {
    clearTimeout(waiting);
    turn += 1;
    active = -1;
    list.hidden = true;
    set("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const point = (to) => {
    const options = [...list.children];
    active = to;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === to)));
    if (options[to]) set("aria-activedescendant", options[to].id);
    else field.removeAttribute("aria-activedescendant");
    options[to]?.scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    field.value = option.dataset.name;
    close();
    act();
  };

  const offer = async () => {
    const mine = (turn += 1);
    const found = await suggested(index, field.value).catch(() => []);
    if (mine !== turn || !found.length) return void (mine === turn && close());
    const { kinds } = (await index.open()).suggestions;
    list.replaceChildren(
      ...found.map(({ name, kind }, at) => {
        const option = document.createElement("li");
        const label = document.createElement("span");
        option.id = `${list.id}_${at}`;
        option.className = "suggestions__option";
        option.dataset.name = name;
        option.setAttribute("role", "option");
        label.className = "suggestions__kind";
        label.textContent = kinds[kind];
        option.append(`${name} `, label);
        return option;
      }),
    );
    point(-1);
    list.hidden = !found.length || document.activeElement !== field;
    set("aria-expanded", String(!list.hidden));
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, PAUSE / 2);
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) take(option);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && !count) offer();
    else if (event.key === "ArrowDown") point(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp" && count) point(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) take(list.children[active]);
    else if (event.key === "Escape" && count) close();
    else return;
    event.preventDefault();
  });
}

const page = document.querySelector("[data-search]");
if (page && "DecompressionStream" in window) new SearchPage(page).start();
