import { type CommandLine, languageToAnswerIn, readCommandLine } from './command-line.ts';
import { AppError } from '../../contract/errors.ts';
import { textIn, type Text } from '../../contract/text.ts';
import { type Output, createOutput, fail } from './output.ts';
import { dieWithParent } from './die-with-parent.ts';
import { usage } from './usage.ts';

type Command = (command: CommandLine, output: Output) => Promise<number>;

/** Loaded when asked for: looking at a plan must not pay for what a run needs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  configure: async () => (await import('./commands/configure.ts')).configureCommand,
  runs: async () => (await import('./commands/runs.ts')).runsCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  practice: async () => (await import('./commands/practice.ts')).practiceCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
};

async function help(command: CommandLine): Promise<number> {
  const text =
    command.words[0] === 'practice'
      ? await (await import('./practice-help.ts')).practiceHelp(command.language)
      : textIn(usage, command.language);
  process.stdout.write(text);
  return 0;
}

const noCommand: Text = {
  zh: '没有给出命令；用法如上。',
  en: 'No command given; see the usage above.',
};

const unknownCommand = (name: string): Text => ({
  zh: `没有命令 ${name}；用法见 sitewright --help。`,
  en: `Command ${name} does not exist. See sitewright --help.`,
});

/** Runs one command; answers the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const answering = { json: argv.includes('--json'), language: languageToAnswerIn(argv, process.env) };
  dieWithParent();
  try {
    const command = readCommandLine(argv, process.env);
    if (command.values.help === true) {
      return await help(command);
    }
    const [name] = command.words;
    if (name === undefined) {
      process.stderr.write(textIn(usage, command.language));
      throw new AppError('USAGE', noCommand);
    }
    const load = commands[name];
    if (load === undefined) {
      throw new AppError('USAGE', unknownCommand(name));
    }
    return await (
      await load()
    )(command, createOutput(command));
  } catch (thrown) {
    return fail(thrown, answering);
  }
}
