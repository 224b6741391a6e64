/** The log of a run at 50 MB: its last page, the whole of it page by page, and what that does to everything else in the process. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readRunLog } from '../../src-main/adapters/files/read-run-log.ts';

const segments = 3;
const segmentBytes = 17_000_000;
const directory = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
const place = { directory, name: 'stage' };

function writeSegment(path: string, first: number): number {
  let [seq, text] = [first, ''];
  while (text.length < segmentBytes / 1.3) {
    const message = { zh: '中文消息'.repeat(10), en: 'english message '.repeat(8) };
    const line = { seq, at: '2026-11-28T03:47:00.000Z', level: 'info', step: 'dns', message };
    text += `${JSON.stringify({ ...line, data: { x: 'y'.repeat(120) } })}\n`;
    seq += 1;
  }
  appendFileSync(path, text);
  return seq;
}

try {
  let next = 1;
  for (let segment = 1; segment <= segments; segment += 1) {
    next = writeSegment(join(directory, segment === 1 ? 'stage.log' : `stage.${segment}.log`), next);
  }
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const started = performance.now();
  const last = await readRunLog(place, { from: next - 200, limit: 200 });
  const lastMs = performance.now() - started;
  delay.enable();
  let lines = 0;
  for (let from = 1; ;) {
    const page = await readRunLog(place, { from, limit: 10_000 });
    const end = page.at(-1);
    if (end === undefined) {
      break;
    }
    lines += page.length;
    from = end.seq + 1;
  }
  delay.disable();
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `last page of ${last.length}: ${lastMs.toFixed(0)} ms (bar 200); ${lines} lines in ${((performance.now() - started) / 1000).toFixed(1)} s, ` +
      `others held up ${(delay.max / 1e6).toFixed(0)} ms at most (bar 100), ${rss} MB at most (bar 300)\n`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
