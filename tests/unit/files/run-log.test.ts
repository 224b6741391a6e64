import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import { createRunLogs, type RunLogs } from '../../../src-main/adapters/files/run-log.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const whole = { from: 1, limit: 100 };
const text = (words: string): { zh: string; en: string } => ({ zh: `${words}（中）`, en: words });

function scene(): { logs: RunLogs; path: string; say: (words: string) => void } {
  const runsDirectory = temporaryDirectory();
  const path = join(runsDirectory, '0001', 'logs', 'stage.log');
  mkdirSync(join(runsDirectory, '0001', 'logs'), { recursive: true });
  const logs = createRunLogs({
    runsDirectory,
    nameOf: () => 'stage',
    redact: (words) => words.replaceAll('1200', '***'),
  });
  onTestFinished(() => logs.close());
  const say = (words: string): void =>
    logs.append('0001', { atMs: 0, level: 'info', step: null, message: text(words), facts: { size: 1200 } });
  return { logs, path, say };
}

describe.skipIf(!canMount)(
  'the log of a run on a full disk (only an administrator on Linux can mount one)',
  () => {
    it('never stops the work, and says how many lines are missing where', async () => {
      const disk = smallDisk('256k');
      const told: string[] = [];
      const logs = createRunLogs({
        runsDirectory: disk.path,
        nameOf: () => 'stage',
        redact: (words) => words,
        onGap: (words) => told.push(words),
      });
      onTestFinished(() => logs.close());
      const say = (words: string): void =>
        logs.append('0001', { atMs: 0, level: 'info', step: null, message: text(words), facts: {} });
      say('first');
      const ballast = join(disk.path, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(1 << 20))).toThrow('ENOSPC');
      // What is left of the file's last page takes some lines more.
      for (let count = 0; count < 200; count += 1) {
        say('while it is full');
      }
      expect(told).toEqual([expect.stringContaining(join(disk.path, '0001', 'logs'))]);
      rmSync(ballast);
      say('last');
      const lines = (await logs.read('0001', { from: 1, limit: 1_000 })).map(({ message }) => message.en);
      const kept = lines.filter((line) => line === 'while it is full').length;
      expect(lines.slice(-2)).toEqual([
        expect.stringContaining(`${200 - kept} log lines are missing here`),
        'last',
      ]);
    });
  },
);

describe('the log of a run', () => {
  it('keeps each line in both languages, numbered over restarts', async () => {
    const { logs, say } = scene();
    say('first');
    logs.close();
    say('second');
    expect((await logs.read('0001', whole)).map(({ seq, message }) => [seq, message])).toEqual([
      [1, text('first')],
      [2, text('second')],
    ]);
  });

  it('reads lines from before there were two languages', async () => {
    const { logs, path, say } = scene();
    writeFileSync(
      path,
      `{"seq":1,"at":"2026-01-01T00:00:00.000Z","level":"info","step":"dns","message":"set"}\n`,
    );
    say('later');
    expect((await logs.read('0001', whole)).map(({ seq, message }) => [seq, message])).toEqual([
      [1, { zh: 'set', en: 'set' }],
      [2, text('later')],
    ]);
  });

  it('goes on from the number of the last line, without reading what stands before it', async () => {
    const { logs, path, say } = scene();
    const line = (seq: number): string =>
      `{"seq":${seq},"at":"2026-01-01T00:00:00.000Z","level":"info","step":null,"message":"${'x'.repeat(200)}"}\n`;
    writeFileSync(path, line(1000));
    const second = path.replace('stage.log', 'stage.2.log');
    writeFileSync(second, line(1001) + 'neither this\nnor that\n');
    say('after two lines that cannot be read');
    logs.close();
    // Longer than what is read at first, and no line in it that can be.
    appendFileSync(second, 'y'.repeat(100_000));
    say('after a long one');
    const numbers = readFileSync(second, 'utf8').matchAll(/^\{"seq":(\d+)/gm);
    expect([...numbers].map(([, seq]) => Number(seq))).toEqual([1001, 1004, 1006]);
  });

  it('counts lines that cannot be read where there are no others', () => {
    const { path, say } = scene();
    writeFileSync(path, 'not a line\n');
    say('first');
    expect(readFileSync(path, 'utf8')).toContain('{"seq":2,');
  });

  it('leaves out the torn last line of a power cut, and goes on behind it', async () => {
    const { logs, path, say } = scene();
    say('whole');
    logs.close();
    appendFileSync(path, '{"seq":2,"at":"20');
    say('after the cut');
    expect((await logs.read('0001', whole)).map(({ message }) => message.en)).toEqual([
      'whole',
      'after the cut',
    ]);
  });

  it('hides secrets in texts and leaves numbers alone, so that every line can be read again', async () => {
    const { logs, path, say } = scene();
    say('the password 1200');
    expect(readFileSync(path, 'utf8')).not.toContain('password 1200');
    expect((await logs.read('0001', whole))[0]).toMatchObject({
      message: { en: 'the password ***' },
      data: { size: 1200 },
    });
  });
});

describe.skipIf(process.platform === 'win32')('something else at the place of a log', () => {
  const put: readonly (readonly [string, (path: string) => void])[] = [
    ['a pipe', (path) => void execFileSync('mkfifo', [path])],
    ['a folder', (path) => mkdirSync(path)],
    ['a device', (path) => symlinkSync('/dev/zero', path)],
  ];
  it.each(put)('such as %s is refused by its reader, holds up nobody, and stops no work', async (_, make) => {
    const { logs, path, say } = scene();
    make(path);
    await expect(logs.read('0001', whole)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', data: { path } });
    expect(logs.size('0001', { name: 'stage', form: 'lines' }).lines).toBe(0);
    say('nobody hears it');
    rmSync(path, { recursive: true });
    say('again');
    expect((await logs.read('0001', whole)).map(({ message }) => message.en)).toEqual([
      expect.stringContaining('1 log lines are missing here'),
      'again',
    ]);
  });

  it.each(put)('of a program’s output, or of its index, such as %s, neither', async (_, make) => {
    const { logs, path } = scene();
    const output = logs.output('0001', 'printed');
    make(path.replace('stage.log', 'printed.index'));
    output.write('one\n', 0);
    await expect(logs.readOutput('0001', whole, 'printed')).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });
});
