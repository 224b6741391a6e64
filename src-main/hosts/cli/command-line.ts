import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../contract/errors.ts';
import type { Language } from '../../contract/configure.ts';

const options = {
  help: { type: 'boolean', short: 'h' },
  home: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  profile: { type: 'string' },
  out: { type: 'string' },
  practice: { type: 'boolean' },
  'practice-url': { type: 'string' },
  'base-url': { type: 'string' },
  iso: { type: 'string' },
  preview: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  token: { type: 'string' },
  'current-password': { type: 'string' },
  'allow-http': { type: 'boolean' },
  'accept-fingerprint': { type: 'string', multiple: true },
  'overwrite-serial': { type: 'boolean' },
  only: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  secret: { type: 'string', multiple: true },
  reason: { type: 'string' },
  choose: { type: 'string' },
  value: { type: 'string' },
  'smartx-port': { type: 'string' },
  'chunk-size': { type: 'string' },
  port: { type: 'string' },
  open: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

export interface CommandLine {
  readonly words: readonly string[];
  readonly values: Values;
  readonly json: boolean;
  readonly language: Language;
  /** Paths are relative to where the person stands; npm changes the directory and says so in INIT_CWD. */
  path(given: string): string;
}

function parse(argv: readonly string[]) {
  // `--practice` alone and `--practice=URL` are one option to the person and two to the parser.
  const split = argv.map((word) =>
    word.startsWith('--practice=') ? word.replace('--practice=', '--practice-url=') : word,
  );
  return parseArgs({ args: split, options, allowPositionals: true, strict: true });
}

function languageOf(given: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (given === 'zh-CN' || given === 'en') return given;
  if (given !== undefined) throw new AppError('USAGE', `--lang takes zh-CN or en, not ${given}`);
  const locale = environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Parses the command line; USAGE says what is wrong with it. */
export function readCommandLine(argv: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (thrown) {
    throw new AppError(
      'USAGE',
      `${thrown instanceof Error ? thrown.message : String(thrown)}; see sitewright --help`,
      { cause: thrown },
    );
  }
  const { values, positionals } = parsed;
  const standing = environment['INIT_CWD'] ?? process.cwd();
  return {
    words: positionals,
    values,
    json: values.json ?? false,
    language: languageOf(values.lang, environment),
    path: (given) => (isAbsolute(given) ? given : resolve(standing, given)),
  };
}

/** The value behind `env:NAME`: secrets are never words of a command line. */
export function secretFromEnvironment(option: string, given: string, environment: NodeJS.ProcessEnv): string {
  const name = given.startsWith('env:') ? given.slice('env:'.length) : '';
  if (name === '')
    throw new AppError(
      'USAGE',
      `${option} takes env:NAME, the name of an environment variable that holds the secret`,
    );
  const value = environment[name];
  if (value === undefined || value === '')
    throw new AppError('SECRET_UNRESOLVED', `the environment variable ${name} for ${option} is not set`, {
      data: { name },
    });
  return value;
}

/** `KEY=VALUE`, the value may hold further equals signs. */
export function keyAndValue(option: string, given: string): { readonly key: string; readonly value: string } {
  const at = given.indexOf('=');
  if (at <= 0) throw new AppError('USAGE', `${option} takes KEY=VALUE, not ${given.split('=')[0] ?? ''}`);
  return { key: given.slice(0, at), value: given.slice(at + 1) };
}

export function wholeNumber(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  if (!/^\d{1,12}$/.test(given)) throw new AppError('USAGE', `${option} takes a whole number, not ${given}`);
  return Number(given);
}

export function requireWord(command: CommandLine, index: number, what: string): string {
  const word = command.words[index];
  if (word === undefined) throw new AppError('USAGE', `${what} is missing; see sitewright --help`);
  return word;
}
