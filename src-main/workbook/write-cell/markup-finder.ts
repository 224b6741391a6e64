/** What can be looked for among the rows of a sheet. `range` is a tag with a `ref` attribute: only formulas have one there. */
type Markup = 'row' | 'rowEnd' | 'rowsEnd' | 'range';

/** One tag. Offsets are bytes from the start of the part; `text` has one character per byte. */
export interface Found {
  readonly kind: Markup | 'skipped';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface MarkupFinder {
  append(chunk: Buffer): void;
  /** The next of the wanted tags, `skipped` for a comment or the like stepped over, null when more bytes are needed. */
  next(wanted: readonly Markup[]): Found | null;
  slice(start: number, end: number): Buffer;
  /** Continues the search at this offset. */
  stepBack(offset: number): void;
  /** Everything not searched yet. */
  rest(): Buffer;
  /** Forgets what has been searched, but nothing from `keepFrom` on. */
  release(keepFrom: number | null): void;
  heldBytes(): number;
}

interface Located {
  readonly kind: Found['kind'];
  readonly start: number;
  readonly end: number;
}

interface Needle {
  /** Where it next stands, at or behind `from`; -1 for nowhere in the buffer. */
  readonly find: (buffer: Buffer, from: number) => number;
  /** What the needle at this position belongs to; null when its end is not in the buffer. */
  readonly locate: (buffer: Buffer, position: number) => Located | null;
}

interface FinderState {
  buffer: Buffer;
  /** Where the buffer begins in the part. */
  base: number;
  /** Up to here, from the start of the buffer, everything has been looked at. */
  searched: number;
  /** The next position of each needle at or behind `searched`; -1 for none in the buffer. */
  positions: Map<Needle, number>;
}

/** Searches bytes for tags by their first characters, which is some ten times faster than parsing them. */
export function createMarkupFinder(prefix: string, firstOffset: number): MarkupFinder {
  const needles: Readonly<Record<Markup, Needle>> = {
    row: tagNeedle('row', `<${prefix}row`),
    rowEnd: tagNeedle('rowEnd', `</${prefix}row`),
    rowsEnd: tagNeedle('rowsEnd', `</${prefix}sheetData`),
    range: rangeNeedle,
  };
  const state: FinderState = {
    buffer: Buffer.alloc(0),
    base: firstOffset,
    searched: 0,
    positions: new Map(),
  };
  return {
    append: (chunk) => {
      state.buffer = state.buffer.length === 0 ? chunk : Buffer.concat([state.buffer, chunk]);
      state.positions = new Map();
    },
    next: (wanted) => nextFound(state, [...wanted.map((kind) => needles[kind]), ...skippedNeedles]),
    slice: (start, end) => Buffer.from(state.buffer.subarray(start - state.base, end - state.base)),
    stepBack: (offset) => (state.searched = offset - state.base),
    rest: () => state.buffer.subarray(state.searched),
    release: (keepFrom) => {
      const opening = state.buffer.lastIndexOf(lessThan, state.searched);
      const from = Math.max(0, Math.min(opening, keepFrom === null ? opening : keepFrom - state.base));
      state.buffer = state.buffer.subarray(from);
      state.base += from;
      state.searched -= from;
      state.positions = new Map();
    },
    heldBytes: () => state.buffer.length,
  };
}

function nextFound(state: FinderState, needles: readonly Needle[]): Found | null {
  let nearest: { needle: Needle; position: number } | null = null;
  for (const needle of needles) {
    const position = positionOf(state, needle);
    if (position >= 0 && (nearest === null || position < nearest.position)) {
      nearest = { needle, position };
    }
  }
  if (nearest === null) {
    // A needle may be cut by the end of the buffer; all begin at or behind the last `<`.
    state.searched = Math.max(state.searched, state.buffer.lastIndexOf(lessThan));
    return null;
  }
  const tag = nearest.needle.locate(state.buffer, nearest.position);
  if (tag === null) {
    return null;
  }
  state.searched = tag.end;
  const text = state.buffer.toString('latin1', tag.start, tag.end);
  return { kind: tag.kind, start: state.base + tag.start, end: state.base + tag.end, text };
}

function positionOf(state: FinderState, needle: Needle): number {
  const known = state.positions.get(needle);
  if (known !== undefined && (known < 0 || known >= state.searched)) {
    return known;
  }
  const position = needle.find(state.buffer, state.searched);
  state.positions.set(needle, position);
  return position;
}

const lessThan = 0x3c;
const greaterThan = 0x3e;

/** Comments, CDATA sections and processing instructions: what looks like a tag in them is none. */
const skippedNeedles: readonly Needle[] = [
  {
    find: tagBeginFinder('!'),
    locate: (buffer, start) => {
      const isSection = buffer.subarray(start, start + 9).toString('latin1') === '<![CDATA[';
      return skipped(buffer, start, isSection ? ']]>' : '-->');
    },
  },
  { find: tagBeginFinder('?'), locate: (buffer, start) => skipped(buffer, start, '?>') },
];

/** Looks for `<` and a second character by that character: every tag has the first, hardly any the second. */
function tagBeginFinder(second: string): Needle['find'] {
  const byte = second.charCodeAt(0);
  return (buffer, from) => {
    let at = buffer.indexOf(byte, from + 1);
    while (at >= 0 && buffer[at - 1] !== lessThan) {
      at = buffer.indexOf(byte, at + 1);
    }
    return at < 0 ? -1 : at - 1;
  };
}

function skipped(buffer: Buffer, start: number, terminator: string): Located | null {
  const at = buffer.indexOf(terminator, start + 2, 'latin1');
  return at < 0 ? null : { kind: 'skipped', start, end: at + terminator.length };
}

function tagNeedle(kind: Markup, opening: string): Needle {
  const bytes = Buffer.from(opening);
  return {
    find: (buffer, from) => buffer.indexOf(bytes, from),
    locate: (buffer, start) => {
      const end = endOfTag(buffer, start);
      const follows = String.fromCharCode(buffer[start + bytes.length] ?? 0);
      // `<rowBreaks` begins like `<row`.
      return end === null ? null : { kind: /[\s/>]/.test(follows) ? kind : 'skipped', start, end };
    },
  };
}

const rangeNeedle: Needle = {
  find: (buffer, from) => buffer.indexOf('ref=', from, 'latin1'),
  locate: (buffer, position) => {
    const start = buffer.lastIndexOf(lessThan, position);
    // Behind the end of the tag it is text of a cell, in which a quotation mark means nothing.
    if (start < 0 || buffer.subarray(start, position).includes(greaterThan)) {
      return { kind: 'skipped', start: position, end: position + 4 };
    }
    const end = endOfTag(buffer, start);
    return end === null ? null : { kind: 'range', start, end };
  },
};

/** Behind the `>` of the tag that begins here; one inside a quoted attribute value does not end it. */
function endOfTag(buffer: Buffer, start: number): number | null {
  let quote = 0;
  for (let at = start + 1; at < buffer.length; at += 1) {
    const byte = buffer[at] ?? 0;
    if (quote !== 0) {
      quote = byte === quote ? 0 : quote;
    } else if (byte === 0x22 || byte === 0x27) {
      quote = byte;
    } else if (byte === greaterThan) {
      return at + 1;
    }
  }
  return null;
}
