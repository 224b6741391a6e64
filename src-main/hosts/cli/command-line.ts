import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../contract/errors.ts';
import { languageSchema } from '../../contract/text-schema.ts';
import type { Language, Text } from '../../contract/text.ts';

const options = {
  help: { type: 'boolean', short: 'h' },
  home: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  profile: { type: 'string' },
  out: { type: 'string' },
  overwrite: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  restore: { type: 'boolean' },
  confirm: { type: 'string' },
  preflight: { type: 'boolean' },
  'try-logins': { type: 'boolean' },
  engineer: { type: 'string' },
  pairing: { type: 'boolean' },
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
  pace: { type: 'string' },
  'practice-fresh': { type: 'boolean' },
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

const lists = ['--only', '--skip'];
const takesValue = new Set(
  Object.entries(options).flatMap(([name, { type }]) => (type === 'string' ? [`--${name}`] : [])),
);

/**
 * `--skip KEY KEY` is `--skip KEY --skip KEY`: once the command and its file are named, every word behind such an option
 * belongs to it.
 */
function spreadLists(argv: readonly string[]): string[] {
  const spread: string[] = [];
  let words = 0;
  let list: string | null = null;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (lists.includes(word)) {
      list = word;
      spread.push(word, ...argv.slice(at + 1, at + 2));
      at += 1;
    } else if (word.startsWith('-')) {
      list = null;
      spread.push(word);
      if (takesValue.has(word)) {
        spread.push(...argv.slice((at += 1), at + 1));
      }
    } else if (list !== null && words >= 2) {
      spread.push(list, word);
    } else {
      words += 1;
      spread.push(word);
    }
  }
  return spread;
}

/** Refuses words that the command does nothing with: one that is dropped may be a wish that is not done. */
export function requireNoMore(command: CommandLine, most: number): void {
  const [extra] = command.words.slice(most);
  if (extra === undefined) {
    return;
  }
  throw new AppError('USAGE', {
    zh: `多余的参数 ${extra}；用法见 sitewright --help。`,
    en: `Unexpected argument ${extra}. See sitewright --help.`,
  });
}

function parse(argv: readonly string[]) {
  // `--practice` alone and `--practice=URL` are one option to the person and two to the parser.
  const split = spreadLists(argv).map((word) =>
    word.startsWith('--practice=') ? word.replace('--practice=', '--practice-url=') : word,
  );
  return parseArgs({ args: split, options, allowPositionals: true, strict: true });
}

function languageOf(given: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (given === undefined) {
    return languageOfEnvironment(environment);
  }
  const language = languageSchema.safeParse(given);
  if (language.success) {
    return language.data;
  }
  throw new AppError('USAGE', {
    zh: `--lang 只能是 zh-CN 或 en，不能是 ${given}。`,
    en: `--lang must be zh-CN or en, not ${given}.`,
  });
}

function languageOfEnvironment(environment: NodeJS.ProcessEnv): Language {
  const named = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name] ?? '');
  // Windows says nothing in the environment; its own setting is what Node formats dates by.
  const locale = named.find((name) => name !== '') ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language to answer in also when the rest of the command line cannot be read: --lang if it names one we speak. */
export function languageToAnswerIn(argv: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const given = argv.flatMap((word, index) => {
    if (word.startsWith('--lang=')) {
      return [word.slice('--lang='.length)];
    }
    return word === '--lang' ? argv.slice(index + 1, index + 2) : [];
  });
  const language = languageSchema.safeParse(given.at(-1));
  return language.success ? language.data : languageOfEnvironment(environment);
}

/** The parser speaks English only, so it is asked which option it means and what kind of mistake that is. */
function notParsed(thrown: unknown): AppError {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const option = /'(--?[^' ]+)/.exec(said)?.[1] ?? '';
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  const why =
    code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
      ? { zh: `没有选项 ${option}`, en: `option ${option} does not exist` }
      : said.includes('does not take an argument')
        ? { zh: `选项 ${option} 不带值`, en: `option ${option} takes no value` }
        : {
            zh: `选项 ${option} 缺少值；以 - 开头的值要写成 ${option}=值`,
            en: `option ${option} needs a value; one that begins with - is written ${option}=VALUE`,
          };
  const text = {
    zh: `命令行有误：${why.zh}；用法见 sitewright --help。`,
    en: `Invalid command line: ${why.en}. See sitewright --help.`,
  };
  return new AppError('USAGE', text, { cause: thrown });
}

/** An empty cell is a value, and an empty name leaves the line open for signing. */
const mayBeEmpty = ['value', 'engineer'];

/** Nothing where a value is due is a script's variable that was not set, never the default. */
function requireValues(values: Values): void {
  const empty = Object.entries(values).find(
    ([name, value]) => [value].flat().includes('') && !mayBeEmpty.includes(name),
  );
  if (empty === undefined) {
    return;
  }
  const option = `--${empty[0] === 'practice-url' ? 'practice' : empty[0]}`;
  throw new AppError('USAGE', {
    zh: `${option} 的值为空；请填写，或去掉该选项。`,
    en: `${option} has an empty value. Give one, or omit the option.`,
  });
}

/** Parses the command line; USAGE says what is wrong with it. */
export function readCommandLine(argv: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (thrown) {
    throw notParsed(thrown);
  }
  const { values, positionals } = parsed;
  requireValues(values);
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
  if (name === '') {
    throw new AppError('USAGE', {
      zh: `${option} 要写成 env:NAME，NAME 是存放该密码或令牌的环境变量名。`,
      en: `${option} must be env:NAME, where NAME is the environment variable that holds the password or token.`,
    });
  }
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new AppError(
      'SECRET_UNRESOLVED',
      {
        zh: `${option} 指定的环境变量 ${name} 没有设置；请设置后重试。`,
        en: `Environment variable ${name} for ${option} is not set. Set it, then retry.`,
      },
      { data: { name } },
    );
  }
  return value;
}

/** `KEY=VALUE`, the value may hold further equals signs. */
export function keyAndValue(option: string, given: string): { readonly key: string; readonly value: string } {
  const at = given.indexOf('=');
  const [before = ''] = given.split('=');
  if (at <= 0) {
    throw new AppError('USAGE', {
      zh: `${option} 要写成 KEY=VALUE，不能是 ${before}。`,
      en: `${option} must be KEY=VALUE, not ${before}.`,
    });
  }
  return { key: given.slice(0, at), value: given.slice(at + 1) };
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** 0: any that is free. */
export const ports: NumberRange = { from: 0, to: 65_535 };

/** The number of an option; null when it was not given. Throws USAGE for what is no whole number in the range. */
export function wholeNumber(
  option: string,
  given: string | undefined,
  { from, to }: NumberRange,
): number | null {
  if (given === undefined) {
    return null;
  }
  const number = /^\d{1,12}$/.test(given) ? Number(given) : NaN;
  if (number >= from && number <= to) {
    return number;
  }
  throw new AppError('USAGE', {
    zh: `${option} 只能是 ${from} 到 ${to} 的整数，不能是 ${given}。`,
    en: `${option} must be a whole number from ${from} to ${to}, not ${given}.`,
  });
}

export function requireWord(command: CommandLine, index: number, what: Text): string {
  const word = command.words[index];
  if (word === undefined || word === '') {
    throw new AppError('USAGE', {
      zh: `缺少${what.zh}；用法见 sitewright --help。`,
      en: `Missing ${what.en}. See sitewright --help.`,
    });
  }
  return word;
}
