import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { licencesOf, requireAccepted, type Licences } from '../../scripts/write-licences.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const root = resolve(import.meta.dirname, '../..');
const shown = JSON.parse(readFileSync(join(root, 'resources', 'licences.json'), 'utf8')) as Licences;

it('the licences that are shown are those of what is installed; otherwise run scripts/write-licences.ts', () => {
  expect(shown).toEqual(licencesOf(root));
});

it('every part names a licence under which we may deliver it', () => {
  const { packages } = shown;
  expect(() => requireAccepted(shown)).not.toThrow();
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['react', 'better-sqlite3', 'electron', '@fontsource-variable/noto-sans-sc']),
  );
});

it.each([undefined, 'UNLICENSED', 'GPL-3.0-only', 'SEE LICENSE IN terms.txt', '(MIT AND GPL-2.0-only)'])(
  'a part under %s ends the build by its name',
  (license) => {
    const directory = temporaryDirectory();
    const write = (place: string, manifest: object): void => {
      mkdirSync(join(directory, place), { recursive: true });
      writeFileSync(join(directory, place, 'package.json'), JSON.stringify(manifest));
    };
    write('.', { name: 'product', version: '1.0.0', dependencies: { maker: '1.0.0' } });
    write('node_modules/maker', {
      name: 'maker',
      version: '1.0.0',
      license: 'MIT',
      dependencies: { inner: '1.0.0' },
    });
    write('node_modules/inner', { name: 'inner', version: '0.1.1', license });
    for (const tool of ['electron', '@fontsource-variable/noto-sans-sc']) {
      write(`node_modules/${tool}`, { name: tool, version: '1.0.0', license: 'MIT' });
    }
    expect(() => requireAccepted(licencesOf(directory))).toThrow('inner@0.1.1');
  },
);

it('the build asks before it makes anything', async () => {
  const config = (await import('../../electron.vite.config.ts')).default as {
    readonly main: { readonly plugins: readonly { readonly name: string }[] };
  };
  expect(config.main.plugins.map(({ name }) => name)).toContain('accepted-licences');
});
