import { type CommandLine, readCommon } from './command-line.ts';
import type { CommandList, Ready } from './define-command.ts';
import { Program } from './program.ts';

export interface Read {
  readonly command: CommandLine;
  readonly ready: Ready;
}

/** Parses the command line. Throws USAGE that says what is wrong with it, HelpAsked or VersionAsked where it asks for that. */
export async function readCommandLine(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  commands: CommandList,
): Promise<Read> {
  const read: Read[] = [];
  const program = new Program(commands, (command, ready) => {
    read.push({ command: readCommon(command, environment), ready });
  });
  await program.parse(argv);
  const [only] = read;
  if (only === undefined) {
    throw new Error('a command line was read that names no command');
  }
  return only;
}
