/** The words of a command line as commander has to be given them for our contract to hold. */
import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { rulesOf } from './declare.ts';

const isFlag = (word: string): boolean => word.length > 1 && word.startsWith('-');

function invalid({ zh, en }: Text): AppError {
  return new AppError('USAGE', {
    zh: `命令行有误：${zh}；用法见 sitewright --help。`,
    en: `Invalid command line: ${en}. See sitewright --help.`,
  });
}

const noValueTaken = (name: string): AppError =>
  invalid({ zh: `选项 ${name} 不带值`, en: `option ${name} takes no value` });

const valueNeeded = (name: string): AppError =>
  invalid({
    zh: `选项 ${name} 缺少值；以 - 开头的值要写成 ${name}=值`,
    en: `option ${name} needs a value; one that begins with - is written ${name}=VALUE`,
  });

const emptyValue = (name: string): AppError =>
  new AppError('USAGE', {
    zh: `${name} 的值为空；请填写，或去掉该选项。`,
    en: `${name} has an empty value. Give one, or omit the option.`,
  });

/** A flag of the command line: the option as its command knows it, and the value behind an equals sign. */
interface Flag {
  readonly option: Option | undefined;
  readonly name: string;
  readonly value: string | null;
}

function flagIn(command: CommandUnknownOpts, word: string): Flag {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  const name = at < 0 ? word : word.slice(0, at);
  return {
    name,
    value: at < 0 ? null : word.slice(at + 1),
    option: command.options.find(({ long, short }) => name === long || name === short),
  };
}

/** A flag as it was read, with a value of its own if it has one. */
interface Taken {
  readonly text: string;
  /** Where the words behind it begin. */
  readonly next: number;
  /** The option, where further words may belong to it. */
  readonly list: Option | null;
}

function joined(option: Option, name: string, value: string): string {
  if (value === '' && rulesOf(option).mayBeEmpty !== true) {
    throw emptyValue(name);
  }
  return `${option.long ?? name}=${value}`;
}

/** Throws USAGE for a value that is due and not there, or there and not taken. What is unknown is left to commander. */
function take(command: CommandUnknownOpts, given: readonly string[], at: number): Taken {
  const { option, name, value } = flagIn(command, given[at] ?? '');
  if (option === undefined) {
    return { text: name, next: at + 1, list: null };
  }
  if (value !== null) {
    if (!option.required && !option.optional) {
      throw noValueTaken(name);
    }
    return { text: joined(option, name, value), next: at + 1, list: null };
  }
  if (!option.required) {
    return { text: name, next: at + 1, list: null };
  }
  const own = given[at + 1];
  if (own === undefined || isFlag(own)) {
    throw valueNeeded(name);
  }
  return { text: joined(option, name, own), next: at + 2, list: option.variadic ? option : null };
}

/** Words behind the name of a subcommand are left to it. */
function wordsOfGroup(group: CommandUnknownOpts, given: readonly string[]): string[] {
  const options: string[] = [];
  let at = 0;
  while (at < given.length && isFlag(given[at] ?? '')) {
    const { text, next } = take(group, given, at);
    options.push(text);
    at = next;
  }
  return [...options, ...given.slice(at)];
}

/**
 * Options first, each with its value behind an equals sign, then the arguments. That way a word that begins with a dash is
 * never taken for a value, `--practice plan.xlsx` is an option without a value and an argument, and `--skip KEY KEY` takes
 * no word that the command needs as an argument.
 */
export function wordsFor(command: CommandUnknownOpts, given: readonly string[]): string[] {
  if (command.commands.length > 0) {
    return wordsOfGroup(command, given);
  }
  const needed = command.registeredArguments.filter(({ required }) => required).length;
  const options: string[] = [];
  const words: string[] = [];
  let list: Option | null = null;
  for (let at = 0; at < given.length;) {
    const word = given[at] ?? '';
    if (word === '--') {
      words.push(...given.slice(at + 1));
      break;
    }
    if (isFlag(word)) {
      const taken = take(command, given, at);
      options.push(taken.text);
      ({ list, next: at } = taken);
      continue;
    }
    if (list !== null && words.length >= needed) {
      options.push(joined(list, list.long ?? '', word));
    } else {
      words.push(word);
    }
    at += 1;
  }
  return [...options, '--', ...words];
}
