import { clockTime, dayTime, duration } from './format.js';
import { createState } from './glyphs.js';
import { createSync } from './sync.js';
import { firstLanguage, languages, textIn } from './texts.js';

const byId = (id) => document.getElementById(id);
const ended = new Set(['succeeded', 'skipped', 'warning', 'failed', 'canceled']);

const view = {
  language: firstLanguage(),
  link: 'connecting',
  asOf: null,
  runs: new Map(),
  selected: location.hash.slice(1) || null,
  steps: null,
  progress: new Map(),
  gone: false,
};
let letGo = null;

const texts = () => languages[view.language];
/** What the owner says, in the language of the page; nothing for what it does not say. */
const words = (text) => (text == null ? '' : textIn(text, view.language));

/** Every text comes in as text: names are somebody else's and may hold anything. */
function element(tag, { text, title, ...rest } = {}, children = []) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (title !== undefined) made.title = title;
  Object.assign(made, rest);
  made.append(...children);
  return made;
}

const cell = (text, className = '') => element('td', { text, title: text, className });
const mark = () => element('span', { className: 'mark', text: texts().practice });

function heads(row, columns) {
  row.replaceChildren(
    ...columns.map(([name, width, className = '']) => {
      const head = element('th', { text: name, className });
      if (width !== null) head.style.width = width;
      return head;
    }),
  );
}

const stateOf = (state) => createState(state, texts().states[state] ?? state);

function runRow(run) {
  const name = element('td', { title: run.title }, run.practice ? [mark(), run.title] : [run.title]);
  const row = element('tr', { tabIndex: 0 }, [
    cell(run.id, 'mono'),
    name,
    element('td', {}, [stateOf(run.state)]),
    cell(dayTime(run.createdAt), 'number quiet'),
  ]);
  row.setAttribute('aria-selected', String(run.id === view.selected));
  row.dataset.run = run.id;
  row.addEventListener('click', () => select(run.id));
  row.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') select(run.id);
  });
  return row;
}

function drawRuns() {
  const runs = [...view.runs.values()].sort((left, right) => right.id.localeCompare(left.id));
  const focused = document.activeElement?.dataset?.run;
  byId('runs').replaceChildren(...runs.map(runRow));
  if (focused !== undefined)
    byId('runs')
      .querySelector(`[data-run="${CSS.escape(focused)}"]`)
      ?.focus();
  byId('runs-count').textContent = runs.length > 0 ? texts().runCount(runs.length) : '';
  byId('runs-empty').hidden = runs.length > 0 || view.asOf === null;
}

function progressOf(step) {
  const live = view.progress.get(`${step.runId}/${step.key}`);
  if (live?.progress == null || step.state !== 'running') return null;
  const { done, total, unit, remainingMs } = live.progress;
  const parts = [`${total > 0 ? Math.floor((done / total) * 100) : 0} %`];
  if (remainingMs !== undefined) parts.push(texts().remaining(duration(remainingMs)));
  const meter = element('progress', { max: Math.max(total, 1), value: done });
  return element('div', { className: 'progress', title: `${done}/${total} ${unit}` }, [
    meter,
    element('span', { text: parts.join(' · ') }),
  ]);
}

function noteOf(step) {
  const meter = progressOf(step);
  if (meter !== null) return element('td', {}, [meter]);
  // What went wrong must be readable without a second look; everything else is cut to its line.
  return cell(
    words(step.error?.message ?? step.skipReason?.text ?? step.message),
    step.error ? 'whole' : 'quiet',
  );
}

function timeOf({ startedAt, endedAt, state }) {
  if (startedAt === null) return '—';
  if (endedAt !== null) return duration(endedAt - startedAt);
  return state === 'running' ? duration(Date.now() - startedAt) : '—';
}

function stepRow(step) {
  const shown = step.state === 'succeeded' && step.changed === false ? 'unchanged' : step.state;
  return element('tr', {}, [
    element('td', {}, [stateOf(shown)]),
    cell(words(step.title)),
    cell(step.attempts > 0 ? String(step.attempts) : '—', 'number quiet'),
    cell(timeOf(step), 'number quiet'),
    noteOf(step),
  ]);
}

function drawSteps(run) {
  const steps = [...(view.steps?.values() ?? [])].sort((left, right) => left.position - right.position);
  byId('steps').replaceChildren(...steps.map(stepRow));
  const empty = byId('steps-empty');
  empty.hidden = steps.length > 0;
  empty.textContent = run === undefined ? (view.gone ? texts().gone : texts().noRun) : texts().noSteps;
  const done = steps.filter(({ state }) => ended.has(state)).length;
  byId('run-count').textContent =
    steps.length > 0 ? texts().stepCount(done, steps.length, run?.warnings ?? 0) : '';
}

function drawQuestion(run) {
  const question = run?.waiting ?? null;
  byId('question').hidden = question === null;
  if (question === null) return;
  byId('question-text').textContent = words(question.text);
  const facts = Object.entries(question.facts ?? {});
  byId('question-facts').replaceChildren(
    ...facts.flatMap(([name, value]) => [
      element('dt', { text: name }),
      element('dd', { text: typeof value === 'string' ? value : JSON.stringify(value) }),
    ]),
  );
  const choices = question.choices.map(({ id, title, needsReason, needsValue }) => {
    const needs = `${needsReason ? texts().needsReason : ''}${needsValue ? texts().needsValue : ''}`;
    return element('li', {}, [element('span', { className: 'mono', text: id }), ` ${words(title)}${needs}`]);
  });
  byId('question-choices').replaceChildren(...choices);
  const command = element('code', { text: `sitewright runs answer ${run.id} --choose …` });
  byId('question-hint').replaceChildren(texts().howToAnswer, command);
}

function drawRun() {
  const run = view.runs.get(view.selected);
  const practice = run?.practice === true;
  byId('run-title').textContent = run === undefined ? '' : `${run.id} ${run.title}`;
  byId('run-state').replaceChildren(...(run === undefined ? [] : [stateOf(run.state)]));
  byId('bar').classList.toggle('practice', practice);
  byId('mark').hidden = !practice;
  byId('mark').textContent = texts().practice;
  byId('bar-title').textContent = run?.title ?? '';
  drawQuestion(run);
  drawSteps(run);
}

function drawFrame() {
  const said = texts();
  document.documentElement.lang = view.language;
  for (const button of byId('languages').children)
    button.setAttribute('aria-pressed', String(button.dataset.language === view.language));
  byId('runs-title').textContent = said.runs;
  byId('runs-empty').textContent = said.noRuns;
  heads(byId('runs-head'), [
    [said.number, '72px'],
    [said.title, null],
    [said.state, '108px'],
    [said.created, '136px', 'number'],
  ]);
  heads(byId('steps-head'), [
    [said.state, '116px'],
    [said.step, '34%'],
    [said.attempt, '68px', 'number'],
    [said.duration, '68px', 'number'],
    [said.note, null],
  ]);
  byId('closed-title').textContent = said.closedTitle;
  byId('closed-text').textContent = said.closedText;
  drawLink();
}

function drawLink() {
  byId('link').textContent = byId('closed').hidden ? texts()[view.link] : '';
  byId('as-of').textContent = view.asOf === null ? '' : texts().asOf(clockTime(view.asOf));
}

function draw() {
  drawFrame();
  drawRuns();
  drawRun();
}

const sync = createSync({
  open: () => new WebSocket(`ws://${location.host}/api/ws`),
  onLink(link) {
    // A session that ended with the process that gave it does not come back by trying again.
    if (link === 'broken') void requireSession();
    view.link = link;
    drawLink();
  },
  onRefused(topic, error) {
    if (topic !== `run:${view.selected}`) return;
    view.gone = error.code === 'RUN_NOT_FOUND';
    drawRun();
  },
});

function select(run) {
  letGo?.();
  Object.assign(view, { selected: run, steps: null, progress: new Map(), gone: false });
  history.replaceState(null, '', `#${run}`);
  letGo = sync.follow(`run:${run}`, (rows) => {
    view.steps = rows.of('step');
    view.progress = rows.of('progress');
    for (const [id, row] of rows.of('run')) view.runs.set(id, row);
    view.asOf = Date.now();
    draw();
  });
  draw();
}

function showClosed(closed) {
  byId('main').hidden = closed;
  byId('closed').hidden = !closed;
  drawLink();
}

/** Whether this page may call. A gateway that does not answer at all is not a session that has ended. */
async function requireSession() {
  try {
    const headers = { 'Content-Type': 'application/json' };
    const { status } = await fetch('/api/rpc/system/facts', { method: 'POST', headers, body: '{}' });
    showClosed(status === 401);
    return status !== 401;
  } catch {
    return true;
  }
}

for (const button of byId('languages').children) {
  button.addEventListener('click', () => {
    view.language = button.dataset.language;
    localStorage.setItem('language', view.language);
    draw();
  });
}
// Only the time of running steps changes without a row.
setInterval(() => {
  if ([...(view.steps?.values() ?? [])].some(({ state }) => state === 'running')) drawRun();
}, 1000);

draw();
if (await requireSession()) {
  sync.follow('index', (rows) => {
    view.runs = new Map(rows.of('run'));
    view.asOf = Date.now();
    draw();
  });
  if (view.selected !== null) select(view.selected);
  sync.connect();
}
