import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Option } from '@commander-js/extra-typings';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  importDocumentSchema,
  mappingProposalSchema,
  pairingRowSchema,
  planCheckSchema,
} from '../../src-main/contract/configure.ts';
import { preflightItemSchema } from '../../src-main/contract/preflight.ts';
import { previewDocumentSchema, runDocumentSchema } from '../../src-main/contract/run.ts';
import { withTables } from '../../scripts/write-cli-docs.ts';
import { commands } from '../../src-main/hosts/cli/commands/all.ts';
import { option, rulesOf } from '../../src-main/hosts/cli/declare.ts';
import { defineCommand } from '../../src-main/hosts/cli/define-command.ts';
import { rateOf } from '../../src-main/hosts/cli/follow-run.ts';
import { helpText, ownOptions } from '../../src-main/hosts/cli/help.ts';
import { main } from '../../src-main/hosts/cli/main.ts';
import { HelpAsked, Program, type Declared } from '../../src-main/hosts/cli/program.ts';
import { readCommandLine } from '../../src-main/hosts/cli/read-command-line.ts';
import { nameOf } from '../../src-main/hosts/cli/usage-error.ts';
import { openDesk } from './command.ts';

const root = resolve(import.meta.dirname, '../..');
const inCli = (...parts: readonly string[]): string => join(root, 'src-main/hosts/cli', ...parts);

const thrownBy = (words: readonly string[]): Promise<unknown> =>
  readCommandLine(words, {}, commands).then(
    () => null,
    (thrown: unknown) => thrown,
  );

const usage = (...told: readonly string[]): unknown =>
  expect.objectContaining({
    code: 'USAGE',
    message: expect.stringMatching(new RegExp(told.join('.*'))) as string,
  });

let declared: readonly Declared[] = [];
beforeAll(async () => {
  declared = await new Program(commands, () => undefined).declare();
});

/** A line that the command accepts but for what is put behind it. */
function lineOf({ command }: Declared): string[] {
  const words = command.registeredArguments.map((argument) =>
    argument.name() === 'SHEET!CELL' ? 'A!B1' : 'word',
  );
  const due = command.options.filter(({ mandatory }) => mandatory).map(({ long }) => `${long ?? ''}=x`);
  return [...nameOf(command).split(' '), ...words, ...due];
}

const withSomeValue = ({ long, required }: Option): string => `${long ?? ''}${required ? '=1' : ''}`;

describe('an option that does nothing for a command', () => {
  it('is refused by every command that does not have it, which is named with the option', async () => {
    const all = new Map(declared.flatMap(({ command }) => command.options.map((one) => [one.long, one])));
    const tried = [];
    for (const one of declared) {
      expect([nameOf(one.command), await thrownBy(lineOf(one))]).toEqual([nameOf(one.command), null]);
      const strange = [...all.values()].filter(({ long }) =>
        one.command.options.every((own) => own.long !== long),
      );
      for (const foreign of strange) {
        const words = [...lineOf(one), withSomeValue(foreign)];
        const told = usage(`option ${foreign.long ?? ''} does not exist for ${nameOf(one.command)}`);
        expect([words, await thrownBy(words)]).toEqual([words, told]);
        tried.push(words);
      }
    }
    expect(tried.length).toBeGreaterThan(500);
  });

  it.each([
    { words: ['runs', 'list', '--iso', 'x', '--yes', '--port', '1'], names: ['--iso', 'runs list'] },
    {
      words: ['plan', 'check', 'plan.xlsx', '--yes', '--port', '1', '--only', 'dns'],
      names: ['--yes', 'plan check'],
    },
  ])('$words exits 2 and opens nothing', async ({ words, names }) => {
    const desk = openDesk();
    const { code, document } = await desk.json(words);
    const { error } = document as { error: { code: string; message: string } };
    expect([code, error.code]).toEqual([2, 'USAGE']);
    expect(error.message).toMatch(new RegExp(names.join('.*')));
    expect(readdirSync(desk.directory)).toEqual(['plan.xlsx']);
  });

  it.each([
    { words: 'runs answer 0001 --value x', told: ['--value', '--choose'] },
    { words: 'runs answer 0001 --reason x', told: ['--reason', '--choose'] },
    { words: 'configure p.xlsx --preview --pairing', told: ['--preview', '--pairing'] },
    { words: 'configure p.xlsx --preflight --preview', told: ['--preview', '--preflight'] },
    { words: 'configure p.xlsx --practice --preview -y', told: ['--preview', '--yes'] },
    { words: 'configure p.xlsx --practice --preview --engineer x', told: ['--preview', '--engineer'] },
    { words: 'configure p.xlsx --practice --preflight --overwrite-serial', told: ['--overwrite-serial'] },
    { words: 'configure p.xlsx --practice --pairing --yes', told: ['--pairing', '--yes'] },
    { words: 'configure p.xlsx --practice --pairing --only dns', told: ['--pairing', '--only'] },
    { words: 'configure p.xlsx --practice --pairing --try-logins', told: ['--try-logins', '--preview'] },
    { words: 'configure p.xlsx --practice --yes --try-logins', told: ['--try-logins', '--preflight'] },
    { words: 'configure p.xlsx --practice --base-url https://10.0.0.1', told: ['--practice', '--base-url'] },
    { words: 'configure p.xlsx --practice --allow-http', told: ['--allow-http', '--base-url'] },
    { words: 'configure p.xlsx --practice --only dns vip --skip dns', told: ['dns', 'chosen and skipped'] },
    { words: 'configure p.xlsx --practice --only vlan:a/b --skip vlan', told: ['vlan:a/b'] },
    { words: 'configure p.xlsx --practice --only vlan --skip vlan:*', told: ['vlan'] },
    { words: 'configure p.xlsx --practice=http://127.0.0.1:1 --fault slow:ms=1', told: ['--fault'] },
    { words: 'plan ignore p.xlsx code A!B1 --restore --reason x', told: ['--reason', '--restore'] },
    { words: 'plan mapping p.xlsx --confirm m.json --profile x', told: ['--confirm', '--profile'] },
    { words: 'plan override p.xlsx A!B1 --value x --restore', told: ['--value', '--restore'] },
    { words: 'plan override p.xlsx A!B1', told: ['--value', '--secret', '--restore'] },
  ])('$words is refused where another option takes its sense', async ({ words, told }) => {
    const desk = openDesk();
    const { code, document } = await desk.json(words.split(' '));
    const { error } = document as { error: { code: string; message: string } };
    expect([code, error]).toMatchObject([2, { code: 'USAGE' }]);
    expect(error.message).toMatch(new RegExp(told.join('.*')));
    expect(readdirSync(desk.directory)).toEqual(['plan.xlsx']);
  });

  it('goes with and without options of its own command only', () => {
    for (const { command } of declared) {
      const known = command.options.map(({ long }) => long);
      const named = command.options
        .map(rulesOf)
        .flatMap(({ needs = [], excludes = [] }) => [...needs, ...excludes]);
      expect([nameOf(command), named.filter((flag) => !known.includes(flag))]).toEqual([nameOf(command), []]);
    }
  });
});

describe('what is not known', () => {
  it.each([
    { words: ['rnus', 'list'], told: ['Command rnus does not exist', 'Did you mean runs\\?'] },
    { words: ['runs', 'lst'], told: ['Command runs lst does not exist', 'Did you mean list\\?'] },
    { words: ['runs', 'explode'], told: ['Command runs explode does not exist', 'list, show, logs'] },
    { words: ['plan', 'check', 'p', '--profil', 'x'], told: ['--profil does not exist', '--profile\\?'] },
    { words: ['--profile', 'x', 'plan', 'check', 'p'], told: ['option --profile does not exist'] },
    {
      words: ['serve', '--prot=secret'],
      told: ['option --prot does not exist for serve\\. Did you mean --port\\?'],
    },
  ])('$words: $told', async ({ words, told }) => {
    expect(await thrownBy(words)).toEqual(usage(...told));
    expect(String(await thrownBy(words))).not.toContain('secret');
  });
});

describe('where words may stand', () => {
  it.each([
    ['--json', '--home', '/h', 'runs', 'list'],
    ['runs', '--json', '--home', '/h', 'list'],
    ['runs', 'list', '--home', '/h', '--json'],
    ['--home', '/other', 'runs', 'list', '--home=/h', '--json'],
  ])('%s %s %s %s %s: options of every command, the last one counts', async (...words) => {
    const { command } = await readCommandLine(words, {}, commands);
    expect(command).toMatchObject({ json: true, home: '/h' });
  });

  it.each([
    { words: 'x.xlsx --practice --only dns vip', practice: true, only: ['dns', 'vip'] },
    { words: '--practice x.xlsx --only dns --only vip', practice: true, only: ['dns', 'vip'] },
    {
      words: '--only dns x.xlsx vip --practice=http://127.0.0.1:1',
      practice: 'http://127.0.0.1:1',
      only: ['dns', 'vip'],
    },
    { words: '--practice --only=dns -- x.xlsx', practice: true, only: ['dns'] },
  ])('configure $words', async ({ words, practice, only }) => {
    const program = new Program(commands, () => undefined);
    await program.parse(['configure', ...words.split(' ')]);
    const [configure] = (await program.declare()).filter(({ command }) => command.name() === 'configure');
    expect(configure?.command.args).toEqual(['x.xlsx']);
    expect(configure?.command.opts()).toEqual({ practice, only });
  });
});

describe('--help', () => {
  const helpOf = async (words: readonly string[], language: 'en' | 'zh-CN'): Promise<string> => {
    const asked = await thrownBy([...words, '--help']);
    expect(asked).toBeInstanceOf(HelpAsked);
    return asked instanceof HelpAsked ? helpText(asked, language, null) : '';
  };
  const chinese = /\p{Script=Han}/u;

  it('of every command names what it takes, in the language that is asked for', async () => {
    for (const { command } of declared) {
      const words = nameOf(command).split(' ');
      const [english, inChinese] = [await helpOf(words, 'en'), await helpOf(words, 'zh-CN')];
      for (const { long } of ownOptions(command)) {
        expect(english).toContain(long);
        expect(inChinese).toContain(long);
      }
      expect([words, chinese.test(english)]).toEqual([words, false]);
      const withoutAny = inChinese.split('\n').filter((line) => /^ {2}-/.test(line) && !chinese.test(line));
      expect([words, withoutAny]).toEqual([words, []]);
      const [, ...own] = english.split('Global options:')[0]?.split('\n') ?? [];
      expect([words, own.filter((line) => line.length > 100)]).toEqual([words, []]);
    }
  });

  it('alone lists every command and every exit code', async () => {
    const text = await helpOf([], 'en');
    for (const { command } of declared) {
      expect(text).toContain(`  ${nameOf(command)}`);
    }
    expect(text).toMatch(/^ {2}130 +canceled/m);
  });
});

it('--version is that of the manifest, as a line and as a document', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const desk = openDesk();
  expect(await desk.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(await desk.json(['--version'])).toEqual({ code: 0, document: { version } });
  expect((await desk.json(['runs', 'list', '--version'])).code).toBe(2);
  expect((await desk.run(['--help'])).stdout).toContain('--version');
});

describe('commander', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('neither writes nor ends the process, whatever is wrong', async () => {
    const untouched = [
      vi.spyOn(process, 'exit').mockImplementation(() => undefined as never),
      vi.spyOn(process.stdout, 'write').mockImplementation(() => true),
      vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
    ];
    const lines = [
      [],
      ['--help'],
      ['runs'],
      ['runs', '--help'],
      ['explode'],
      ['runs', 'show'],
      ['serve', '--x'],
    ];
    for (const words of [
      ...lines,
      ['serve', 'x'],
      ['report', '1'],
      ['configure', 'p', '--preview', '--pairing'],
    ]) {
      expect([words, await thrownBy(words)]).toEqual([words, expect.any(Error)]);
    }
    for (const spy of untouched) {
      expect(spy).not.toHaveBeenCalled();
    }
  });
});

describe('another command', () => {
  it('is a module and a line of the list', async () => {
    const echoed: unknown[] = [];
    const command = defineCommand({
      does: { zh: '回显', en: 'echoes' },
      declare: (bare) => bare.argument('<word>').addOption(option('--twice', { zh: '两次', en: 'twice' })),
      async run({ args: [word], options: { twice }, command: { language } }) {
        echoed.push(word, twice, language);
        return 11;
      },
    });
    const list = { ...commands, 'tiny echo': async () => ({ command }) };
    expect(await main(['tiny', 'echo', 'hello', '--twice', '--lang', 'zh-CN'], list)).toBe(11);
    expect(echoed).toEqual(['hello', true, 'zh-CN']);
  });

  it('needs no more than its line: one for each module', () => {
    const lines = readFileSync(inCli('commands/all.ts'), 'utf8').split('\n');
    const named = lines.filter((line) => line.includes('import('));
    expect(named).toHaveLength(Object.keys(commands).length);
    expect(
      named.every((line) => /^ {2}('[a-z -]+'|[a-z]+): \(\) => import\('\.\/[\w/-]+\.ts'\),$/.test(line)),
    ).toBe(true);
  });

  it('finds common files that know no engine', () => {
    const common = readdirSync(inCli()).filter((name) => name.endsWith('.ts'));
    const knowing = common.filter((name) =>
      /\b(configure|smartx|workbook|sheet)s?\b/i.test(readFileSync(inCli(name), 'utf8')),
    );
    expect(knowing).toEqual([]);
  });
});

it('docs/cli.md says what the commands declare; otherwise run scripts/write-cli-docs.ts', async () => {
  const page = readFileSync(join(root, 'docs/cli.md'), 'utf8');
  expect(page).toBe(await withTables(page));
});

/** Keys of a schema that its documented shape has to name: all of an object whose braces stand there. */
function undocumented(schema: unknown, shape: string): string[] {
  const { properties = {} } = schema as { properties?: Record<string, JsonShape> };
  return Object.entries(properties).flatMap(([key, value]) => {
    const [inner, mark] = value.items === undefined ? [value, '\\{'] : [value.items, '\\[\\{'];
    if (!new RegExp(`\\b${key}\\??(?=[,:}\\]])`).test(shape)) {
      return [key];
    }
    return new RegExp(`\\b${key}\\??: ${mark}`).test(shape) ? undocumented(inner, shape) : [];
  });
}

interface JsonShape {
  readonly items?: unknown;
}

it.each([
  ['plan check', '', planCheckSchema],
  ['plan history', '', importDocumentSchema],
  ['plan mapping', '', mappingProposalSchema],
  ['configure', '', runDocumentSchema],
  ['configure', '--preview', previewDocumentSchema],
  ['configure', '--preflight', z.object({ items: z.array(preflightItemSchema) })],
  ['configure', '--pairing', z.object({ pairing: z.array(pairingRowSchema) })],
])('the document of %s %s names every key that it has', (name, options, schema) => {
  const about = declared.find(({ command }) => nameOf(command) === name)?.about;
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' });
  expect(undocumented(json, about?.documents?.[options] ?? '')).toEqual([]);
});

it('a rate is in the unit of what progresses', () => {
  expect([rateOf(12_340_000, 'bytes'), rateOf(0.25, 'pods')]).toEqual(['12.3 MB/s', '0.3 pods/s']);
});
