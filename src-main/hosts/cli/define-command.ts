/** What a command is to the rooms around it: its words, its help, and what it does. */
import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { Language, Text } from '../../contract/text.ts';
import type { CommandLine } from './command-line.ts';
import type { Output } from './output.ts';
import { requireFitting, requireWords } from './usage-error.ts';

/** A command as it was typed. */
export interface Invocation<Args, Options> {
  readonly args: Args;
  readonly options: Options;
  readonly command: CommandLine;
  readonly output: Output;
}

export interface About {
  /** One sentence: what it does. */
  readonly does: Text;
  /** Exit codes that mean something else than they do everywhere, or that tell more here. */
  readonly exits?: Readonly<Record<number, Text>>;
  /** The shapes of its --json documents for docs/cli.md, by the options that lead to them; '' without any. */
  readonly documents?: Readonly<Record<string, string>>;
  /** What --help says besides, where it is not known before it is asked for. */
  readonly moreHelp?: (language: Language) => Promise<string>;
}

interface Definition<Args extends unknown[], Options extends OptionValues> extends About {
  /** Declares the arguments and options on a command that has none. */
  readonly declare: (bare: Command) => Command<Args, Options>;
  /** Returns the exit code. */
  readonly run: (invocation: Invocation<Args, Options>) => Promise<number>;
}

/** Does what the line said; returns the exit code. */
export type Ready = (command: CommandLine, output: Output) => Promise<number>;

export interface CommandModule {
  readonly about: About;
  /** Declares it on a command that has no words of its own yet; `isReady` is called when a line was understood. */
  attach(bare: Command, isReady: (ready: Ready) => void): void;
}

/** A command by its name, `runs list`, loaded when it is asked for. */
export type CommandList = Readonly<Record<string, () => Promise<{ readonly command: CommandModule }>>>;

export function defineCommand<Args extends unknown[], Options extends OptionValues>(
  definition: Definition<Args, Options>,
): CommandModule {
  return {
    about: definition,
    attach(bare, isReady) {
      const declared = definition.declare(bare);
      declared.action(() => {
        requireWords(bare);
        requireFitting(bare);
        const [args, options] = [declared.processedArgs, declared.opts()];
        isReady((command, output) => definition.run({ args, options, command, output }));
      });
    },
  };
}
