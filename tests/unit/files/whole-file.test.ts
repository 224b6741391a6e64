import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../../src-main/adapters/files/whole-file.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describe('a file that is written whole', () => {
  it('replaces an older one and leaves nothing behind', () => {
    const place = temporaryDirectory();
    const path = join(place, '验收 报告.html');
    writeFileSync(path, 'old');
    writeWholeFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(place)).toEqual(['验收 报告.html']);
  });

  it.each([
    { what: 'a folder that does not exist', path: ['nowhere', 'x.html'], said: /its folder does not exist/ },
    {
      what: 'a folder of that name',
      path: ['taken'],
      said: /it is a folder|another program may have it open/,
    },
  ])('says what is wrong with $what, and leaves nothing behind', ({ path, said }) => {
    const place = temporaryDirectory();
    mkdirSync(join(place, 'taken'));
    const write = (): void => writeWholeFile(join(place, ...path), 'new');
    expect(write).toThrow(said);
    expect(readdirSync(place)).toEqual(['taken']);
  });
});
