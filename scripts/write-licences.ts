/** Writes resources/licences.json: what the product is made of, under which licences. Run by hand: node scripts/write-licences.ts */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  /** How packages of long ago say it. */
  licenses: z.array(z.object({ type: z.string() })).default([]),
  dependencies: z.record(z.string(), z.string()).default({}),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Development tools whose output or program is delivered with the product. */
const deliveredTools = ['@fontsource-variable/noto-sans-sc', 'electron'];

export interface Licences {
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
    /** Key of the licence's text; null where the package brings none. */
    readonly text: string | null;
  }[];
  readonly texts: Readonly<Record<string, string>>;
}

const manifestAt = (directory: string): Manifest =>
  manifestSchema.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));

/** Where Node would find the package from there: in the nearest node_modules upwards. */
function directoryOf(name: string, from: string, root: string): string {
  for (let directory = from; ; directory = join(directory, '..')) {
    const found = join(directory, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) {
      return found;
    }
    if (directory === root) {
      throw new Error(`${name} is not installed`);
    }
  }
}

function textIn(directory: string): string | null {
  const name = readdirSync(directory)
    .sort()
    .find((file) => /^(licen[cs]e|copying)([.-]|$)/i.test(file));
  return name === undefined
    ? null
    : readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n').trim();
}

/** Everything that `dependencies` come to, and the delivered tools; optional packages are not delivered. */
export function licencesOf(root: string): Licences {
  const { dependencies } = manifestAt(root);
  const found = new Map<string, { readonly manifest: Manifest; readonly text: string | null }>();
  const visit = (name: string, from: string, isWhole: boolean): void => {
    const directory = directoryOf(name, from, root);
    const manifest = manifestAt(directory);
    const key = `${manifest.name}@${manifest.version}`;
    if (found.has(key)) {
      return;
    }
    found.set(key, { manifest, text: textIn(directory) });
    if (isWhole) {
      for (const next of Object.keys(manifest.dependencies)) {
        visit(next, directory, true);
      }
    }
  };
  for (const name of Object.keys(dependencies)) {
    visit(name, root, true);
  }
  for (const name of deliveredTools) {
    visit(name, root, false);
  }
  const texts = new Map<string, string>();
  const keyOf = (text: string): string => {
    const key = createHash('sha256').update(text).digest('hex').slice(0, 12);
    texts.set(key, text);
    return key;
  };
  const packages = [...found.values()]
    .map(({ manifest: { name, version, license, licenses }, text }) => ({
      name,
      version,
      licence: license ?? licenses[0]?.type ?? 'unknown',
      text: text === null ? null : keyOf(text),
    }))
    .sort((a, b) => (a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name)));
  return { packages, texts: Object.fromEntries([...texts].sort(([a], [b]) => compare(a, b))) };
}

/** What parts of the product may come under; where one may choose, one of these has to be among the choices. */
const accepted = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'].concat(
  ['Unlicense', 'CC0-1.0', 'Zlib', 'OFL-1.1'],
);

function isAccepted(licence: string): boolean {
  const choices = licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((part) => accepted.includes(part)));
}

/** Throws for a part that names no licence, or one that nobody has accepted: the product is not built with it. */
export function requireAccepted({ packages }: Pick<Licences, 'packages'>): void {
  const refused = packages.filter(({ licence }) => !isAccepted(licence));
  if (refused.length === 0) {
    return;
  }
  const named = refused.map(({ name, version, licence }) => `${name}@${version} (${licence})`);
  throw new Error(
    `the product may not be delivered with ${named.join(', ')}; replace it, or accept its licence`,
  );
}

/** By code points, the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  writeFileSync(join(root, 'resources', 'licences.json'), `${JSON.stringify(licencesOf(root), null, 2)}\n`);
}
