import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDesk } from './command.ts';

const onPosix = process.platform !== 'win32';

/** Every file and folder below, with its mode. */
function modesIn(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  const found = entries.filter((entry) => entry.isFile() || entry.isDirectory());
  return Object.fromEntries(
    found.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(directory.length + 1), (statSync(path).mode & 0o777).toString(8)];
    }),
  );
}

const foreign = (path: string): boolean => path.startsWith('notes');

it.runIf(onPosix)('nobody else can read what a run leaves in a home that others may read', async () => {
  const desk = openDesk();
  mkdirSync(desk.home, { mode: 0o755 });
  writeFileSync(join(desk.home, 'notes.txt'), 'not ours');
  mkdirSync(join(desk.home, 'notes'), { mode: 0o755 });
  symlinkSync(join(desk.home, 'notes.txt'), join(desk.home, 'runs-link'));
  const run = async (): Promise<void> => {
    const { code } = await desk.run(['configure', 'plan.xlsx', '--practice', '--yes', '--only', 'dns']);
    expect(code).toBe(0);
  };
  const expectPrivate = (): void => {
    const modes = modesIn(desk.home);
    for (const name of [
      'sitewright.db',
      'runs/0001/report.html',
      'runs/0001/logs/stage_config_cluster.log',
    ]) {
      expect(Object.keys(modes)).toContain(name);
    }
    for (const [path, mode] of Object.entries(modes)) {
      if (!foreign(path)) {
        expect([path, ['600', '700'].includes(mode)]).toEqual([path, true]);
      }
    }
    expect([modes['notes.txt'], modes['notes']]).toEqual(['644', '755']);
  };
  await run();
  expectPrivate();
  // As an earlier version left them.
  for (const [path] of Object.entries(modesIn(desk.home))) {
    const whole = join(desk.home, path);
    if (!foreign(path)) {
      chmodSync(whole, statSync(whole).isDirectory() ? 0o755 : 0o644);
    }
  }
  await run();
  expectPrivate();
});
