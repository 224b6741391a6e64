/** What commander found wrong with a command line, as an error of ours. It speaks English only; its codes are what counts. */
import type { CommanderError, CommandUnknownOpts } from '@commander-js/extra-typings';
import { AppError } from '../../contract/errors.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import { helpTextOf, rulesOf } from './declare.ts';

/** `plan check`; empty for the program itself. */
export function nameOf(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent === null ? '' : `${nameOf(parent)} ${command.name()}`.trim();
}

/** `error: unknown option '--iso'`, and in a second line what is nearest to it, if anything is. */
const unknownName = /^error: unknown \w+ '(.*?)'(?:\n\(Did you mean (?:one of )?(.*)\?\))?$/s;

/** The second sentence, where something is near. */
const nearest = (names: string | undefined): Text =>
  names === undefined
    ? verbatim('')
    : { zh: `。是否想写 ${names.replaceAll(', ', '、')}？`, en: `. Did you mean ${names}?` };

type Wording = (command: CommandUnknownOpts, error: CommanderError) => Text;

const unknownOption: Wording = (command, { message }) => {
  const [, flag = '', names] = unknownName.exec(message) ?? [];
  const name = nameOf(command);
  const near = nearest(names);
  return {
    zh: `命令行有误：${name}${name === '' ? '' : ' '}没有选项 ${flag}${near.zh}`,
    en: `Invalid command line: option ${flag} does not exist${name === '' ? '' : ` for ${name}`}${near.en}`,
  };
};

const unknownCommand: Wording = (command, { message }) => {
  const [, , names] = unknownName.exec(message) ?? [];
  const group = nameOf(command);
  const name = `${group} ${command.args[0] ?? ''}`.trim();
  if (group === '' || names !== undefined) {
    const near = nearest(names);
    return { zh: `没有命令 ${name}${near.zh}`, en: `Command ${name} does not exist${near.en}` };
  }
  const known = command.commands.map((one) => one.name());
  return {
    zh: `没有命令 ${name}；${group} 支持 ${known.join('、')}`,
    en: `Command ${name} does not exist; ${group} supports ${known.join(', ')}`,
  };
};

/** Also one that is there and empty: it is a script's variable that was not set. */
const missingArgument = (command: CommandUnknownOpts): Text => {
  const missing = command.registeredArguments.find((_, index) => (command.args[index] ?? '') === '');
  const what = missing === undefined ? verbatim('') : helpTextOf(missing);
  return { zh: `缺少${what.zh}`, en: `Missing ${what.en}` };
};

const excessArguments: Wording = (command) => {
  const extra = command.args[command.registeredArguments.length] ?? '';
  return { zh: `多余的参数 ${extra}`, en: `Unexpected argument ${extra}` };
};

const missingOption: Wording = (command) => {
  const flags = missingOptionOf(command)?.flags ?? '';
  return { zh: `${nameOf(command)} 需要 ${flags}`, en: `${nameOf(command)} needs ${flags}` };
};

const wordings: Readonly<Record<string, Wording>> = {
  'commander.unknownOption': unknownOption,
  'commander.unknownCommand': unknownCommand,
  'commander.missingArgument': missingArgument,
  'commander.excessArguments': excessArguments,
  'commander.missingMandatoryOptionValue': missingOption,
};

const missingOptionOf = (command: CommandUnknownOpts): CommandUnknownOpts['options'][number] | undefined =>
  command.options.find((one) => one.mandatory && command.getOptionValue(one.attributeName()) === undefined);

function withHelp(command: CommandUnknownOpts, { zh, en }: Text, cause?: unknown): AppError {
  const help = `${`sitewright ${nameOf(command)}`.trim()} --help`;
  const text = {
    zh: `${zh}${zh.endsWith('？') ? '' : '；'}用法见 ${help}。`,
    en: `${en}${en.endsWith('?') ? '' : '.'} See ${help}.`,
  };
  return new AppError('USAGE', text, { cause });
}

export function usageError(command: CommandUnknownOpts, error: CommanderError): AppError {
  if (error.code === 'commander.missingMandatoryOptionValue') {
    const own = rulesOf(missingOptionOf(command)).missing;
    if (own !== undefined) {
      return own();
    }
  }
  const text = wordings[error.code]?.(command, error) ?? verbatim(error.message);
  return withHelp(command, text, error);
}

/** Throws USAGE for an argument that is empty. */
export function requireWords(command: CommandUnknownOpts): void {
  if (command.args.includes('')) {
    throw withHelp(command, missingArgument(command));
  }
}

/** Throws USAGE for an option that contradicts another one, or does nothing without one that is not there. */
export function requireFitting(command: CommandUnknownOpts): void {
  const given = command.options.filter((one) => command.getOptionValue(one.attributeName()) !== undefined);
  const isGiven = (flag: string): boolean => given.some(({ long }) => long === flag);
  for (const one of given) {
    const { needs, excludes = [] } = rulesOf(one);
    const [name, other] = [one.long ?? '', excludes.find(isGiven)];
    if (other !== undefined) {
      throw withHelp(command, {
        zh: `${name} 与 ${other} 不能同时使用`,
        en: `${name} and ${other} cannot be used together`,
      });
    }
    if (needs !== undefined && !needs.some(isGiven)) {
      throw withHelp(command, {
        zh: `${name} 须与 ${needs.join(' 或 ')} 同用`,
        en: `${name} can only be used with ${needs.join(' or ')}`,
      });
    }
  }
}
