const namespace = 'http://www.w3.org/2000/svg';

const ring = { tag: 'circle', class: 'drawn', cx: 7, cy: 7, r: 5.5 };
const disc = { tag: 'circle', class: 'filled', cx: 7, cy: 7, r: 6.25 };
const square = { tag: 'rect', class: 'filled', x: 1, y: 1, width: 12, height: 12, rx: 1.5 };
const path = (d, look = 'drawn') => ({ tag: 'path', class: look, d });
const tick = 'M4 7.2l2.1 2.1L10 5.2';

/** Each state has a shape, a colour and a word of its own, so that none of the three is needed to tell it. */
const glyphs = {
  pending: { tone: 'quiet', shapes: [{ ...ring, 'stroke-dasharray': '2.4 1.9' }] },
  running: { tone: 'accent', shapes: [path('M7 1.5a5.5 5.5 0 1 1-5.5 5.5', 'drawn turning')] },
  canceling: { tone: 'accent', shapes: [path('M7 1.5a5.5 5.5 0 1 1-5.5 5.5', 'drawn turning')] },
  waiting: { tone: 'warn', shapes: [ring, path('M5.5 4.8v4.4M8.5 4.8v4.4')] },
  succeeded: { tone: 'ok', shapes: [disc, path(tick, 'cut-out')] },
  unchanged: { tone: 'ok', shapes: [ring, path(tick)] },
  skipped: { tone: 'quiet', shapes: [ring, path('M3.2 10.8l7.6-7.6')] },
  warning: {
    tone: 'warn',
    shapes: [path('M7 1l6.4 12H.6z', 'filled'), path('M7 5.2v3.6M7 10.1v1.5', 'cut-out')],
  },
  failed: { tone: 'err', shapes: [square, path('M4.4 4.4l5.2 5.2M9.6 4.4L4.4 9.6', 'cut-out')] },
  canceled: { tone: 'quiet', shapes: [square, path('M4 7h6', 'cut-out')] },
  unknown: {
    tone: 'unk',
    shapes: [
      path('M7 .6L13.4 7 7 13.4.6 7z', 'filled'),
      path('M5.5 5.7a1.5 1.5 0 1 1 2.2 1.4c-.5.3-.7.5-.7 1.1M7 9.4v1.2', 'cut-out'),
    ],
  },
};

/** The glyph of a state beside its word. */
export function createState(state, word) {
  const { tone, shapes } = glyphs[state] ?? glyphs.unknown;
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 14 14');
  svg.setAttribute('aria-hidden', 'true');
  for (const { tag, ...attributes } of shapes) {
    const shape = document.createElementNS(namespace, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  const element = document.createElement('span');
  element.className = `state ${tone}`;
  element.append(svg, word);
  return element;
}
