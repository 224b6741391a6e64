/** What --help says, in the language of the person, from what the commands declare. */
import { Help, type Argument, type CommandUnknownOpts, type Option } from '@commander-js/extra-typings';
import { textIn, verbatim, type Language, type Text } from '../../contract/text.ts';
import { helpTextOf } from './declare.ts';
import { columns } from './output.ts';
import { commonHeading, type Declared, type HelpAsked } from './program.ts';
import { nameOf } from './usage-error.ts';

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  [commonHeading]: '通用选项：',
  'Exit codes:': '退出码：',
};

const about: Text = {
  zh: 'sitewright：从规划到签字交付',
  en: 'sitewright: from plan to signed-off site',
};

/** Those of every command; contract/errors.ts makes them of an error's category. */
export const exitCodes: Readonly<Record<number, Text>> = {
  0: { zh: '完成，有警告时也是', en: 'done, also with warnings' },
  1: { zh: '程序缺陷', en: 'bug in Sitewright' },
  2: { zh: '用法或输入有误', en: 'bad usage or bad input' },
  3: { zh: '不存在', en: 'not found' },
  4: {
    zh: '冲突：对象或数据目录被占用，或当前状态不允许',
    en: 'conflict: the target or the data folder is held, or the state does not allow it',
  },
  5: { zh: '被拒绝', en: 'denied' },
  6: {
    zh: '不可用；数据库损坏、需先恢复时也是',
    en: 'unavailable; also a damaged database, which has to be restored first',
  },
  7: { zh: '超时', en: 'timeout' },
  10: { zh: '执行任务失败', en: 'the run failed' },
  11: { zh: '执行任务等待人工处理', en: 'the run needs attention' },
  130: { zh: '已取消，或按 Ctrl-C 断开', en: 'canceled, or detached with Ctrl-C' },
};

const seeCommand: Text = {
  zh: '各命令的参数和选项见 sitewright <命令> --help。',
  en: 'sitewright <command> --help shows the arguments and options of a command.',
};

/** `--practice[=URL]`: a value that may be left out stands behind an equals sign only. */
export const termOf = ({ flags }: { readonly flags: string }): string => flags.replace(' [', '[=');

/** The options of this command alone, as they are shown. */
export const ownOptions = (command: CommandUnknownOpts): readonly Option[] =>
  command.options.filter(({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading !== commonHeading);

/** `runs skip <ID> <STEP>`. */
const termOfCommand = (command: CommandUnknownOpts): string => {
  const words = command.registeredArguments.map((word) => {
    const name = `${word.name()}${word.variadic ? '...' : ''}`;
    return word.required ? `<${name}>` : `[${name}]`;
  });
  return [nameOf(command), ...words].join(' ');
};

/** `runs revert <ID> [--yes]`; more than three optional ones are not named. */
export function grammarOf(command: CommandUnknownOpts): string {
  const long = (one: Option): string => termOf(one).replace(/^-\w, /, '');
  const due = ownOptions(command).filter(({ mandatory }) => mandatory);
  const others = ownOptions(command).filter(({ mandatory }) => !mandatory);
  const optional = others.length > 3 ? ['[options]'] : others.map((one) => `[${long(one)}]`);
  return [termOfCommand(command), ...due.map(long), ...optional].join(' ');
}

/** One character that takes two columns may end a line, with the punctuation before and behind it; a word of others may not be cut. */
const pieces = /\s+|[（「“]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[，。；：、）！？”]*/gu;

const isGroup = (command: CommandUnknownOpts): boolean => command.commands.length > 0;

class BilingualHelp extends Help {
  readonly language: Language;
  readonly declared: readonly Declared[];

  constructor(language: Language, declared: readonly Declared[]) {
    super();
    this.language = language;
    this.declared = declared;
  }

  #aboutOf(command: CommandUnknownOpts): string {
    const own = this.declared.find((one) => one.command === command)?.about.does;
    return textIn(own ?? (command.parent === null ? about : verbatim('')), this.language);
  }

  /** Every command, not the groups that they are found by. */
  override visibleCommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
    return isGroup(command) ? this.declared.map((one) => one.command) : [];
  }

  /** Those of a group stand behind its commands. */
  override visibleOptions(command: CommandUnknownOpts): Option[] {
    return isGroup(command) ? [] : super.visibleOptions(command);
  }

  override subcommandTerm = termOfCommand;
  override subcommandDescription = (command: CommandUnknownOpts): string => this.#aboutOf(command);
  override commandDescription = (command: CommandUnknownOpts): string => this.#aboutOf(command);
  override optionTerm = termOf;
  override optionDescription = (option: Option): string => textIn(helpTextOf(option), this.language);
  override argumentDescription = (argument: Argument): string => textIn(helpTextOf(argument), this.language);
  override displayWidth = columns;

  override commandUsage(command: CommandUnknownOpts): string {
    const rest = isGroup(command) ? `${nameOf(command)} <command>` : grammarOf(command);
    return `sitewright ${rest.trim()}`;
  }

  override styleTitle(title: string): string {
    return this.language === 'en' ? title : (titles[title] ?? title);
  }

  override boxWrap(text: string, width: number): string {
    const lines = [''];
    for (const piece of text.match(pieces) ?? []) {
      const line = lines.at(-1) ?? '';
      if (columns(line + piece) <= width) {
        lines.splice(-1, 1, line + piece);
      } else {
        lines.push(piece.trimStart());
      }
    }
    return lines.join('\n');
  }
}

interface Item {
  readonly term: string;
  readonly text: Text;
}

function listed(help: BilingualHelp, heading: string, items: readonly Item[]): string {
  const width = Math.max(...items.map(({ term }) => term.length));
  const lines = items.map(({ term, text }) =>
    help.formatItem(term, width, textIn(text, help.language), help),
  );
  return help.formatItemList(heading, lines, help).join('\n');
}

const exitItems = (exits: Readonly<Record<number, Text>>): readonly Item[] =>
  Object.entries(exits).map(([term, text]) => ({ term, text }));

/** The options that this command has as all others do. */
export const commonOptions = (command: CommandUnknownOpts): readonly Option[] =>
  new Help().visibleOptions(command).filter(({ helpGroupHeading }) => helpGroupHeading === commonHeading);

const commonItems = (command: CommandUnknownOpts): readonly Item[] =>
  commonOptions(command).map((one) => ({ term: termOf(one), text: helpTextOf(one) }));

/** @param width columns of the terminal; null where nobody says how many there are */
export async function helpText(
  { command, declared: declare }: HelpAsked,
  language: Language,
  width: number | null,
): Promise<string> {
  const declared = await declare();
  const help = new BilingualHelp(language, declared);
  help.prepareContext({ helpWidth: width ?? 100 });
  const own = declared.find((one) => one.command === command)?.about;
  const parts = [help.formatHelp(command, help)];
  if (own === undefined) {
    parts.push(
      listed(help, commonHeading, commonItems(command)),
      listed(help, 'Exit codes:', exitItems(exitCodes)),
    );
    parts.push(textIn(seeCommand, language));
  } else {
    parts.push(listed(help, 'Exit codes:', exitItems(own.exits ?? {})));
    parts.push((await own.moreHelp?.(language)) ?? '');
  }
  const lines = parts
    .filter((part) => part !== '')
    .map((part) => part.trimEnd())
    .join('\n\n')
    .split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
