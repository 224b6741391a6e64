/** Writes the tables of docs/cli.md from what the commands declare. Run by hand: node scripts/write-cli-docs.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Option } from '@commander-js/extra-typings';
import { commands } from '../src-main/hosts/cli/commands/all.ts';
import { helpTextOf } from '../src-main/hosts/cli/declare.ts';
import { commonOptions, exitCodes, grammarOf, ownOptions, termOf } from '../src-main/hosts/cli/help.ts';
import { Program, type Declared } from '../src-main/hosts/cli/program.ts';
import { nameOf } from '../src-main/hosts/cli/usage-error.ts';

const code = (text: string): string => `\`${text}\``;
/** Options in a sentence are set as code. */
const prose = (text: string): string => text.replace(/(?<![\w-])--[a-z][a-z-]*(?:=\w+)?/g, code);
const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (heads: readonly string[], rows: readonly string[]): string =>
  [row(...heads), `|${'---|'.repeat(heads.length)}`, ...rows].join('\n');

const optionTable = (options: readonly Option[]): string =>
  table(
    ['option', 'meaning'],
    options.map((option) => row(code(termOf(option)), prose(helpTextOf(option).en))),
  );

function commandTable(declared: readonly Declared[]): string {
  const rows = declared.map(({ command, about }) => row(code(grammarOf(command)), prose(about.does.en)));
  return table(['command', 'does'], rows);
}

function optionTables(declared: readonly Declared[]): string {
  return declared
    .filter(({ command }) => ownOptions(command).length > 0)
    .map(({ command }) => `#### ${nameOf(command)}\n\n${optionTable(ownOptions(command))}`)
    .join('\n\n');
}

/** Commands with the same document stand in one row. */
function documentTable(declared: readonly Declared[]): string {
  const commandsOf = new Map<string, string[]>();
  for (const { command, about } of declared) {
    for (const [options, shape] of Object.entries(about.documents ?? {})) {
      const known = commandsOf.get(shape) ?? [];
      commandsOf.set(shape, known.concat(code(`${nameOf(command)} ${options}`.trim())));
    }
  }
  const rows = [...commandsOf].map(([shape, names]) =>
    row(names.join(', '), shape.startsWith('{') ? code(shape) : shape),
  );
  return table(['command', 'document'], rows);
}

function exitTables(declared: readonly Declared[]): string {
  const general = Object.entries(exitCodes).map(([exit, { en }]) => row(exit, en));
  const own = declared.flatMap(({ command, about }) =>
    Object.entries(about.exits ?? {}).map(([exit, { en }]) => row(code(nameOf(command)), exit, prose(en))),
  );
  return `${table(['code', 'meaning'], general)}\n\n${table(['command', 'code', 'means'], own)}`;
}

/** The page with every table as the commands say it. Throws where a table has no place on the page. */
export async function withTables(page: string): Promise<string> {
  const declared = await new Program(commands, () => undefined).declare();
  const [first] = declared;
  const tables = {
    commands: commandTable(declared),
    everywhere: optionTable(first === undefined ? [] : commonOptions(first.command)),
    options: optionTables(declared),
    documents: documentTable(declared),
    exits: exitTables(declared),
  };
  return Object.entries(tables).reduce((written, [name, text]) => {
    const place = new RegExp(`(<!-- ${name}: .*? -->\n)[^]*?(<!-- end of ${name} -->)`);
    if (!place.test(written)) {
      throw new Error(`docs/cli.md has no place for the table of ${name}`);
    }
    return written.replace(place, (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`);
  }, page);
}

if (import.meta.main) {
  const path = join(import.meta.dirname, '..', 'docs', 'cli.md');
  writeFileSync(path, await withTables(readFileSync(path, 'utf8')));
}
