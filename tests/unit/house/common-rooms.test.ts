import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What all engines share. The lists are not among it, nor is what an engine brings. */
const rooms = [
  'src-main/runner',
  'src-main/feed',
  'src-main/ports',
  'src-main/files',
  'src-main/adapters/files',
  'src-main/adapters/http',
  'src-main/adapters/net',
  'src-main/adapters/secrets',
  'src-main/adapters/workers',
  'src-main/api/wire',
  'src-main/services/connections',
  'src-main/services/machine',
  'src-main/services/runs',
  'src-main/hosts/cli',
  'src-main/hosts/desktop',
  'src-main/hosts/gateway',
  'src-main/hosts/owner',
  'src-main/hosts/page',
  'src-renderer/app',
  'src-renderer/ask',
  'src-renderer/clusters',
  'src-renderer/components',
  'src-renderer/hooks',
  'src-renderer/sync',
  'src-renderer/words',
  'src-renderer/pages/start',
  'src-renderer/pages/run',
  'src-renderer/pages/runs',
  'src-renderer/pages/sites',
  'src-renderer/pages/connections',
  'src-renderer/pages/settings',
  'src-renderer/pages/parts',
];
const single = ['src-renderer/main.tsx', 'src-renderer/engine-pages.ts'];

/** Commands and REST routes are what an engine brings, wherever they stand. */
const isBrought = (file: string): boolean => /^src-main\/hosts\/(cli\/commands|gateway\/rest)\//.test(file);

const ofAnEngine = /\bconfigure\b|smartx|workbook|sheet/i;

const filesIn = (room: string): string[] =>
  readdirSync(room, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative('.', join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((file) => !isBrought(file));

/** Style sheets are called so in every program. */
const withoutStyles = (line: string): string => line.replace(/style-?sheets?/gi, '');

const namedIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) =>
      ofAnEngine.test(withoutStyles(line)) ? [`${file}:${at + 1} ${line.trim()}`] : [],
    );

describe('what all engines share', () => {
  it.each(rooms)('%s names no engine and nothing of one', (room) => {
    const files = filesIn(room);
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap(namedIn)).toEqual([]);
  });

  it.each(single)('%s names no engine either', (file) => {
    expect(namedIn(file)).toEqual([]);
  });

  it('is every page that is no engine’s', () => {
    const pages = readdirSync('src-renderer/pages', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const list = readFileSync('src-renderer/pages/all.ts', 'utf8');
    const engines = [...list.matchAll(/from '\.\/([^/]+)\//g)].map(([, name]) => name);
    const known = rooms.flatMap((room) =>
      room.startsWith('src-renderer/pages/') ? [room.split('/')[2]] : [],
    );
    expect(pages.toSorted()).toEqual([...known, ...engines].toSorted());
  });
});
