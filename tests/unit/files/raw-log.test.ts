import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readRawLog } from '../../../src-main/adapters/files/raw-log.ts';
import { createRunLogs, type LogName, type RunLogs } from '../../../src-main/adapters/files/run-log.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

interface Scene {
  readonly logs: RunLogs;
  readonly directory: string;
  /** What was told of logs, in order. */
  readonly told: string[];
  readonly texts: (from: number, limit: number) => Promise<string[]>;
}

const raw: LogName = { name: 'worker', form: 'raw', isOwn: false };

function scene(): Scene {
  const runsDirectory = temporaryDirectory();
  const told: string[] = [];
  const logs = createRunLogs({
    runsDirectory,
    nameOf: () => 'stage',
    redact: (text) => text.replaceAll('hunter2', '***'),
    onOpen: (run, { name, form, isOwn }) => told.push(`open ${run} ${name} ${form} ${isOwn}`),
    onGrown: (_run, { name }, { lines }) => told.push(`${name} ${lines}`),
  });
  onTestFinished(() => logs.close());
  return {
    logs,
    directory: join(runsDirectory, '0001', 'logs'),
    told,
    texts: async (from, limit) =>
      (await logs.readOutput('0001', { from, limit }, 'worker')).map(({ seq, text }) => `${seq} ${text}`),
  };
}

describe('the output of another program', () => {
  it('is kept line by line, however its pieces were cut, and without its secrets', async () => {
    const { logs, directory, texts, told } = scene();
    const output = logs.output('0001', 'worker');
    const bytes = Buffer.from('起动\r\n\npassword hunter2 sent\nno end');
    for (const byte of bytes) {
      output.write(Buffer.from([byte]), 0);
    }
    expect(await texts(1, 10)).toEqual(['1 起动', '2 ', '3 password *** sent']);
    output.end(0);
    expect(await texts(3, 10)).toEqual(['3 password *** sent', '4 no end']);
    expect(readFileSync(join(directory, 'worker.log'), 'utf8')).not.toContain('hunter2');
    expect(told).toEqual(['open 0001 worker raw false', 'worker 1', 'worker 2', 'worker 3', 'worker 4']);
  });

  it('of one endless line is cut, and a secret across the cut is still found', async () => {
    const { logs, texts } = scene();
    const output = logs.output('0001', 'worker');
    output.write(`${'.'.repeat(61_438)}hun`, 0);
    output.write(`ter2${'.'.repeat(8_000)}`, 0);
    output.end(0);
    const lines = await texts(1, 10);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toContain('***');
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('goes on with its numbers after a restart, a torn line counted', async () => {
    const { logs, directory, texts } = scene();
    logs.output('0001', 'worker').write('one\ntwo\n', 0);
    logs.close();
    appendFileSync(join(directory, 'worker.log'), 'tor');
    logs.output('0001', 'worker').write('four\n', 0);
    expect(await texts(2, 10)).toEqual(['2 two', '3 tor', '4 four']);
    expect(logs.size('0001', raw)).toEqual({ lines: 4, sizeBytes: 17 });
  });

  it('lies beside the log of the run and other logs, each with numbers of its own', async () => {
    const { logs, told } = scene();
    const line = { atMs: 0, level: 'info' as const, step: null, message: { zh: '一', en: 'one' }, facts: {} };
    logs.output('0001', 'worker').write('out\n', 0);
    logs.append('0001', line);
    logs.append('0001', line, 'calls');
    expect((await logs.read('0001', { from: 1, limit: 9 })).map(({ seq }) => seq)).toEqual([1]);
    expect((await logs.read('0001', { from: 1, limit: 9 }, 'calls')).map(({ seq }) => seq)).toEqual([1]);
    expect(told.filter((each) => each.startsWith('open'))).toEqual([
      'open 0001 worker raw false',
      'open 0001 stage lines true',
      'open 0001 calls lines false',
    ]);
    for (const name of ['../escape', 'a.2', 'CON:', '']) {
      expect(() => logs.output('0001', name).write('x\n', 0)).toThrow(TypeError);
    }
  });
});

it(
  'reading from any line of 50 MB takes a small part of one segment from the disk',
  { timeout: 60_000 },
  async () => {
    const { logs, directory } = scene();
    const output = logs.output('0001', 'worker');
    const count = 520_000;
    const textOf = (seq: number): string => `${String(seq).padStart(7, '0')} ${'x'.repeat(seq % 180)}`;
    for (let seq = 1; seq <= count; seq += 1_000) {
      const lines = Array.from({ length: 1_000 }, (_, index) => textOf(seq + index));
      output.write(`${lines.join('\n')}\n`, 0);
    }
    const size = logs.size('0001', raw);
    expect([size.lines, size.sizeBytes > 48 * 1024 * 1024]).toEqual([count, true]);
    const read = async (from: number): Promise<{ bytes: number; texts: string[] }> => {
      let bytes = 0;
      const place = { directory, name: 'worker', onRead: (sizeBytes: number) => void (bytes += sizeBytes) };
      const lines = await readRawLog(place, { from, limit: 3 });
      return { bytes, texts: lines.map(({ text }) => text) };
    };
    for (const from of [1, 130_001, 333_333, count - 2]) {
      const { bytes, texts } = await read(from);
      expect(texts).toEqual([textOf(from), textOf(from + 1), textOf(from + 2)]);
      expect(bytes).toBeLessThan(512 * 1024);
    }
    logs.close();
    expect(logs.size('0001', raw)).toEqual(size);
    // An index that was lost or damaged makes it slow, and nothing wrong.
    const index = join(directory, 'worker.index');
    writeFileSync(index, `${readFileSync(index, 'utf8').slice(0, 200)}@9 99 9999999\n\0\0\0\n@1 7 8`);
    expect((await read(400_000)).texts[0]).toBe(textOf(400_000));
    rmSync(index);
    expect((await read(2_000)).texts[0]).toBe(textOf(2_000));
  },
);
