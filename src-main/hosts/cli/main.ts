import { languageToAnswerIn } from './command-line.ts';
import { commands as allCommands } from './commands/all.ts';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { CommandList } from './define-command.ts';
import { type Answering, createOutput, fail } from './output.ts';
import { dieWithParent } from './die-with-parent.ts';
import { HelpAsked, VersionAsked } from './program.ts';
import { readCommandLine } from './read-command-line.ts';
import { outliveOutput } from '../owner/standard-streams.ts';

const noCommand: Text = {
  zh: '没有给出命令；用法如上。',
  en: 'No command given; see the usage above.',
};

async function answerHelp(asked: HelpAsked, answering: Answering): Promise<number> {
  const { helpText } = await import('./help.ts');
  const stream = asked.isCommandMissing ? process.stderr : process.stdout;
  stream.write(await helpText(asked, answering.language, stream.isTTY ? stream.columns : null));
  return asked.isCommandMissing ? fail(new AppError('USAGE', noCommand), answering) : 0;
}

async function answerVersion(answering: Answering): Promise<number> {
  const { productVersion } = await import('../../version.ts');
  createOutput(answering).answer({ version: productVersion }, () => [productVersion]);
  return 0;
}

/** Runs one command; returns the exit code. */
export async function main(argv: readonly string[], commands: CommandList = allCommands): Promise<number> {
  const answering = { json: argv.includes('--json'), language: languageToAnswerIn(argv, process.env) };
  const streams = outliveOutput();
  dieWithParent();
  const code = await run(argv, answering, commands);
  const lost = await streams.written();
  // Standard output takes nothing more, not even this as a document.
  return code === 0 && lost !== null ? fail(lost, { ...answering, json: false }) : code;
}

async function run(argv: readonly string[], answering: Answering, commands: CommandList): Promise<number> {
  try {
    const { command, ready } = await readCommandLine(argv, process.env, commands);
    return await ready(command, createOutput(command));
  } catch (thrown) {
    if (thrown instanceof VersionAsked) {
      return answerVersion(answering);
    }
    return thrown instanceof HelpAsked ? answerHelp(thrown, answering) : fail(thrown, answering);
  }
}
