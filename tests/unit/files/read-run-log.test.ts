import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunLog, type LogRange } from '../../../src-main/adapters/files/read-run-log.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const lineOf = (seq: number, words = `line ${seq}`): string =>
  `${JSON.stringify({
    seq,
    at: '2026-11-28T03:47:00.000Z',
    level: 'info',
    step: 'dns',
    message: { zh: '中文消息', en: words },
    data: { x: 'y'.repeat(seq % 300) },
  })}\n`;

/** A log in segments of so many lines, numbered on. */
function scene(segments: readonly number[]) {
  const directory = temporaryDirectory();
  let seq = 0;
  const pathOf = (segment: number): string =>
    join(directory, segment === 1 ? 'stage.log' : `stage.${segment}.log`);
  segments.forEach((count, index) => {
    const lines = Array.from({ length: count }, () => lineOf((seq += 1)));
    writeFileSync(pathOf(index + 1), lines.join(''));
  });
  const taken = { bytes: 0 };
  const read = async (range: LogRange): Promise<readonly number[]> => {
    taken.bytes = 0;
    const onRead = (sizeBytes: number): void => void (taken.bytes += sizeBytes);
    const lines = await readRunLog({ directory, name: 'stage', onRead }, range);
    return lines.map((line) => line.seq);
  };
  return { directory, pathOf, read, taken };
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

describe('a range of a log', () => {
  it('is the same wherever it begins, over segments and pieces', async () => {
    const { read } = scene([1, 900, 2, 1_500]);
    for (const from of [1, 2, 3, 450, 901, 902, 903, 904, 1_000, 1_777, 2_402, 2_403, 2_404, 9_999]) {
      expect(await read({ from, limit: 7 })).toEqual(numbers(from, from + 6).filter((seq) => seq <= 2_403));
    }
  });

  it('is read whole by following the last number, though pages are shorter than asked for', async () => {
    const { read } = scene([4_000, 5_000]);
    const all: number[] = [];
    let pages = 0;
    for (let page = await read({ from: 1, limit: 10_000 }); page.length > 0; pages += 1) {
      all.push(...page);
      page = await read({ from: (page.at(-1) ?? 0) + 1, limit: 10_000 });
    }
    expect(all).toEqual(numbers(1, 9_000));
    expect(pages).toBeGreaterThan(1);
  });

  it('costs little, at the start, in the middle and at the end of a long log', async () => {
    const { read, taken } = scene(Array.from({ length: 6 }, () => 20_000));
    const wholeBytes = 6 * 20_000 * 250;
    for (const from of [1, 61_234, 119_990]) {
      expect(await read({ from, limit: 10 })).toEqual(numbers(from, from + 9));
      expect(taken.bytes).toBeLessThan(2 * 1024 * 1024);
      expect(taken.bytes).toBeLessThan(wholeBytes / 10);
    }
  });

  it('leaves out lines that cannot be read, and looks on behind them', async () => {
    const { read, pathOf } = scene([3]);
    appendFileSync(pathOf(1), `{"seq":4,"at":"20\n${'x'.repeat(200_000)}\n\n${lineOf(5)}{"seq":6`);
    expect(await read({ from: 1, limit: 100 })).toEqual([1, 2, 3, 5]);
    expect(await read({ from: 4, limit: 100 })).toEqual([5]);
    expect(await read({ from: 6, limit: 100 })).toEqual([]);
  });

  it('gives a line that is longer than a page', async () => {
    const { read, pathOf } = scene([1]);
    appendFileSync(pathOf(1), `${lineOf(2, '中'.repeat(800_000))}${lineOf(3)}`);
    expect(await read({ from: 2, limit: 100 })).toEqual([2]);
    expect(await read({ from: 3, limit: 100 })).toEqual([3]);
  });

  it('is empty where nothing was said', async () => {
    expect(await readRunLog({ directory: '/nowhere/at-all', name: 'stage' }, { from: 1, limit: 1 })).toEqual(
      [],
    );
    expect(await scene([0]).read({ from: 1, limit: 5 })).toEqual([]);
  });

  it('does not take the log of another stage for a segment', async () => {
    const { directory, read } = scene([2]);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'stage.two.log'), lineOf(3));
    writeFileSync(join(directory, 'stage_other.log'), lineOf(4));
    expect(await read({ from: 1, limit: 5 })).toEqual([1, 2]);
  });
});
