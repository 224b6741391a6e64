import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { licencesOf } from '../../scripts/write-licences.ts';
import type { Licences } from '../../scripts/write-licences.ts';

const root = resolve(import.meta.dirname, '../..');
const shown = JSON.parse(readFileSync(join(root, 'resources', 'licences.json'), 'utf8')) as Licences;

it('the licences that are shown are those of what is installed; otherwise run scripts/write-licences.ts', () => {
  expect(shown).toEqual(licencesOf(root));
});

it('no part asks for our source, and what names no licence is known to us', () => {
  const { packages } = shown;
  // Where one may choose, we choose the licence that does not.
  const demanding = packages.filter(({ licence }) => /GPL|SSPL|BUSL/.test(licence) && !/ OR /.test(licence));
  expect(demanding).toEqual([]);
  // It comes with the library that makes workbooks, and names none anywhere.
  expect(packages.filter(({ licence }) => licence === 'unknown').map(({ name }) => name)).toEqual([
    'buffers',
  ]);
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['react', 'better-sqlite3', 'electron', '@fontsource-variable/noto-sans-sc']),
  );
});
