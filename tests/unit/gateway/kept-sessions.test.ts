import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepSessions, portsBefore } from '../../../src-main/hosts/gateway/kept-sessions.ts';
import { createSessions } from '../../../src-main/hosts/gateway/sessions.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const day = 24 * 60 * 60_000;
const noon = 1_800_000_000_000;

/** The sessions of one process after the other, at the times given. */
function processAt(home: string, time: number) {
  const now = (): number => time;
  return createSessions({ now }, keepSessions(home, 4180, now));
}

describe('the sessions of a gateway', () => {
  it('are open in the next process too, for a day on site', () => {
    const home = temporaryDirectory();
    const first = processAt(home, noon);
    const secret = first.open(first.newCode());
    expect(processAt(home, noon + 60_000).isOpen(secret ?? '')).toBe(true);
    expect(processAt(home, noon + day).isOpen(secret ?? '')).toBe(false);
    // A clock that was set back makes no session older than it is.
    expect(processAt(home, noon - day).isOpen(secret ?? '')).toBe(false);
  });

  it('lie in the home as digests, for their person only', () => {
    const home = temporaryDirectory();
    const first = processAt(home, noon);
    const secret = first.open(first.newCode()) ?? '';
    const file = join(home, 'gateway-4180.json');
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o077).toBe(0);
    }
    expect(readdirSync(home)).toEqual(['gateway-4180.json']);
  });

  it.each(['', '{', '[["short",1]]', '[[1,2]]', '{"a":1}'])('are none where the file holds %j', (content) => {
    const home = temporaryDirectory();
    writeFileSync(join(home, 'gateway-4180.json'), content);
    const sessions = processAt(home, noon);
    expect(sessions.isOpen('short')).toBe(false);
    expect(sessions.isOpen(sessions.open(sessions.newCode()) ?? '')).toBe(true);
  });

  it('work without being kept where the home takes no file', () => {
    const home = temporaryDirectory();
    mkdirSync(join(home, 'gateway-4180.json'));
    const sessions = processAt(home, noon);
    expect(sessions.isOpen(sessions.open(sessions.newCode()) ?? '')).toBe(true);
  });
});

describe('the port of a gateway', () => {
  it('is the one that it had, the latest first', () => {
    const home = temporaryDirectory();
    for (const [name, at] of [
      ['gateway-4001.json', 1],
      ['gateway-4002.json', 3],
      ['gateway-99999.json', 4],
      ['gateway-0.json', 4],
      ['owner.json', 5],
    ] as const) {
      writeFileSync(join(home, name), '[]');
      utimesSync(join(home, name), at, at);
    }
    expect(portsBefore(home)).toEqual([4002, 4001]);
    expect(portsBefore(join(home, 'none'))).toEqual([]);
  });
});
