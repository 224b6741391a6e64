/** The commands as commander knows them. It parses only: it never writes, and never ends the process. */
import { Command, type CommandUnknownOpts, type ParseOptionsResult } from '@commander-js/extra-typings';
import { AppError } from '../../contract/errors.ts';
import { languageSchema } from '../../contract/text-schema.ts';
import { option } from './declare.ts';
import type { About, CommandList, Ready } from './define-command.ts';
import { usageError } from './usage-error.ts';
import { wordsFor } from './words.ts';

/** The heading of the options that every command has, as commander writes its own. */
export const commonHeading = 'Global options:';

class Syntax extends Command {
  override createCommand(name?: string): Command {
    return new Syntax(name);
  }

  override parseOptions(words: string[]): ParseOptionsResult {
    return super.parseOptions(wordsFor(this, words));
  }
}

function requireLanguage(given: string): string {
  if (languageSchema.safeParse(given).success) {
    return given;
  }
  throw new AppError('USAGE', {
    zh: `--lang 只能是 zh-CN 或 en，不能是 ${given}。`,
    en: `--lang must be zh-CN or en, not ${given}.`,
  });
}

/** What every command has, also the program and the groups: these options may stand before the command and behind it. */
function addCommonOptions(command: Command): void {
  command
    .addOption(
      option('--home <DIR>', {
        zh: '数据目录（默认取 SITEWRIGHT_HOME）',
        en: 'the data folder (default: SITEWRIGHT_HOME)',
      }).helpGroup(commonHeading),
    )
    .addOption(
      option('--json', {
        zh: '在 stdout 输出一个 JSON 文档，出错时也是',
        en: 'print exactly one JSON document on stdout, also for an error',
      }).helpGroup(commonHeading),
    )
    .addOption(
      option('--lang <LANGUAGE>', {
        zh: '消息语言 zh-CN 或 en（默认取系统语言）；代码和键不变',
        en: 'language of messages, zh-CN or en (default: the locale); codes and keys never change',
      })
        .argParser(requireLanguage)
        .helpGroup(commonHeading),
    )
    .addHelpOption(option('-h, --help', { zh: '显示用法', en: 'show the usage' }).helpGroup(commonHeading));
}

/** A command that is declared, with what it says about itself. */
export interface Declared {
  readonly command: Command;
  readonly about: About;
}

/** Not an error: the line asks for help, or names no command and needs it. */
export class HelpAsked extends Error {
  readonly command: Command;
  readonly isCommandMissing: boolean;
  /** Declares the command, or everything below it in the order of the list. */
  readonly declared: () => Promise<readonly Declared[]>;

  constructor(command: Command, isCommandMissing: boolean, declared: HelpAsked['declared']) {
    super('help');
    this.command = command;
    this.isCommandMissing = isCommandMissing;
    this.declared = declared;
  }
}

/** Not an error: the line asks which version this is. */
export class VersionAsked extends Error {}

function addVersion(program: Command): void {
  const version = option('--version', { zh: '显示版本', en: 'show the version' }).helpGroup(commonHeading);
  program.addOption(version).on('option:version', () => {
    throw new VersionAsked('version');
  });
}

type IsReady = (command: CommandUnknownOpts, ready: Ready) => void;

const silent = (): void => undefined;

/** Groups are made of names of several words; a command is loaded and declares itself when a line names it. */
export class Program {
  readonly #isReady: IsReady;
  readonly #root = this.#grown(new Syntax('sitewright'));
  readonly #groups = new Map<string, Command>();
  readonly #declared = new Map<CommandUnknownOpts, () => Promise<Declared>>();

  /** @param isReady is called with what the line asks for */
  constructor(commands: CommandList, isReady: IsReady) {
    this.#isReady = isReady;
    addCommonOptions(this.#root);
    addVersion(this.#root);
    for (const [name, load] of Object.entries(commands)) {
      this.#add(name, load);
    }
  }

  /** Throws USAGE, HelpAsked, VersionAsked. */
  async parse(argv: readonly string[]): Promise<void> {
    await this.#root.parseAsync(argv, { from: 'user' });
  }

  /** Declares the command, or everything below it in the order of the list. */
  declare(command: CommandUnknownOpts = this.#root): Promise<readonly Declared[]> {
    const isBelow = (one: CommandUnknownOpts | null): boolean =>
      one !== null && (one === command || isBelow(one.parent));
    const below = [...this.#declared].filter(([one]) => isBelow(one));
    return Promise.all(below.map(([, declare]) => declare()));
  }

  #add(name: string, load: CommandList[string]): void {
    const [last = '', ...groups] = name.split(' ').reverse();
    const command = this.#grown(this.#groupOf(groups.reverse()).command(last));
    const declare = async (): Promise<Declared> => {
      const { command: module } = await load();
      module.attach(command, (ready) => this.#isReady(command, ready));
      addCommonOptions(command);
      return { command, about: module.about };
    };
    let declared: Promise<Declared> | null = null;
    this.#declared.set(command, () => (declared ??= declare()));
  }

  #groupOf(words: readonly string[]): Command {
    if (words.length === 0) {
      return this.#root;
    }
    const name = words.join(' ');
    const known = this.#groups.get(name);
    if (known !== undefined) {
      return known;
    }
    const group = this.#grown(this.#groupOf(words.slice(0, -1)).command(words.at(-1) ?? ''));
    addCommonOptions(group);
    this.#groups.set(name, group);
    return group;
  }

  /** The command ready for words of its own or commands below it. It throws where commander would write and leave. */
  #grown(command: Command): Command {
    return command
      .helpCommand(false)
      .enablePositionalOptions()
      .configureOutput({ writeOut: silent, writeErr: silent })
      .hook('preSubcommand', async (_, chosen) => {
        await this.#declared.get(chosen)?.();
      })
      .exitOverride((error) => {
        if (error.code === 'commander.help' || error.code === 'commander.helpDisplayed') {
          throw new HelpAsked(command, error.code === 'commander.help', () => this.declare(command));
        }
        throw usageError(command, error);
      });
  }
}
