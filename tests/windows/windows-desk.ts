import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk, type Command, type Desk } from '../cli/command.ts';
import { isWindowsTested, testedNode } from '../support/tested-node.ts';

/** From Linux the signal arrives as a console's Ctrl-C. A program of Windows has no way to send it to one process. */
export const canSendCtrlC = isWindowsTested && process.platform !== 'win32';

/** As a program of Windows names it. On Linux the root is drive Z: there. */
const onWindows = (path: string): string =>
  process.platform === 'win32' ? path : `Z:${path.replaceAll('/', '\\')}`;

export interface WindowsDesk extends Desk {
  /** The system's folder for temporary files, this desk's alone. */
  readonly temporary: string;
}

/** A desk whose commands keep temporary files in a folder of their own, where what they leave can be seen. */
export function openWindowsDesk(): WindowsDesk {
  const temporaryIn = (directory: string): string => join(directory, 'temporary');
  const desk = openDesk({}, (directory) => ({
    // Windows keeps TEMP to itself when a process is started; inside it can be set.
    DESK_TEMPORARY: onWindows(temporaryIn(directory)),
    NODE_OPTIONS: '--import "data:text/javascript,process.env.TEMP=process.env.DESK_TEMPORARY"',
  }));
  const temporary = temporaryIn(desk.directory);
  mkdirSync(temporary);
  return { ...desk, temporary };
}

/** Node keeps what it compiled of us there, on purpose. */
const kept = 'node-compile-cache';

/** What a database, a lock, an owner or a file under way leaves only where something did not end in order. */
export function leftovers({ directory, home, temporary }: WindowsDesk): string[] {
  const unfinished = /-(wal|shm|journal)$|owner\.json|\.sock$|\.part$|\.tmp$/;
  const inHome = readdirSync(home, { recursive: true, encoding: 'utf8' });
  return [
    ...[...inHome, ...readdirSync(directory)].filter((name) => unfinished.test(name)),
    ...readdirSync(temporary).filter((name) => name !== kept),
  ];
}

export interface OwnerAddress {
  readonly address: string;
  readonly pid: number;
}

/** Where the owner of the home listens, as it wrote it down. */
export const ownerAddress = (desk: Desk): OwnerAddress =>
  JSON.parse(readFileSync(join(desk.home, 'owner.json'), 'utf8')) as OwnerAddress;

/** What a process of Windows finds at a named pipe: `open`, or the error's code. */
export function knockAt(address: string): Promise<string> {
  const script = `const say = (word) => { process.stdout.write(word); process.exit() };
require('net').connect(process.argv[1], () => say('open')).on('error', ({ code }) => say(code))`;
  const child = spawn(testedNode, ['-e', script, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((settle, fail) => {
    let said = '';
    child.on('error', fail).on('close', () => settle(said));
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
    });
  });
}

/** A run of the home's own practice site that is at work until somebody ends it: a job of the cluster never does. */
export async function startEndlessRun(desk: Desk): Promise<Command> {
  const owner = desk.start([
    'configure',
    'plan.xlsx',
    '--practice',
    '--yes',
    '--only',
    'ntp',
    '--fault',
    'job:kind=ntp:stuck',
  ]);
  await owner.until('stderr', 'Done     root');
  return owner;
}
