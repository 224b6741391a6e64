import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { endpointFile } from './home.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { readFileAtOnce } from '../../files/open-file.ts';
import { AppError, isAppError, shortageIn } from '../../contract/errors.ts';

/** How to reach the owner of a home. Lies in the home, readable by its person only, written once listening has begun. */
export interface Endpoint {
  readonly protocol: number;
  readonly instanceId: string;
  readonly pid: number;
  /** A Unix socket's path or a named pipe. */
  readonly address: string;
  /** 256 random bits. */
  readonly token: string;
}

/** Every field is somebody's file: checked one by one. */
const endpointSchema = z.object({
  protocol: z.number().int().positive(),
  instanceId: z.string().min(1).max(100),
  pid: z.number().int().positive(),
  address: z
    .string()
    .regex(/^(\/|\\\\\.\\pipe\\sitewright-)/)
    .max(1_000),
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

/** The kernel's bound for a socket's path is 104 bytes on macOS and 108 on Linux, with the ending zero. */
const mostAddressBytes = 100;

const endpointPath = (home: string): string => join(home, endpointFile);
const temporaryPrefix = 'sitewright-';

export const createToken = (): string => randomBytes(32).toString('base64url');

/** A new address. One whose path would be too long lies in a private directory of the system's temporary ones. */
export function createAddress(home: string, platform: NodeJS.Platform = process.platform): string {
  const name = randomBytes(9).toString('base64url');
  if (platform === 'win32') {
    return `\\\\.\\pipe\\sitewright-${randomBytes(16).toString('hex')}`;
  }
  const inHome = join(home, `owner-${name}.sock`);
  if (Buffer.byteLength(inHome) <= mostAddressBytes) {
    return inHome;
  }
  return join(mkdtempSync(join(tmpdir(), temporaryPrefix)), 'owner.sock');
}

export function writeEndpoint(home: string, endpoint: Endpoint): void {
  const written = join(home, `owner.json.${endpoint.instanceId}`);
  try {
    writeFileSync(written, `${JSON.stringify(endpoint)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(written, endpointPath(home));
  } catch (thrown) {
    throw diskFailure(thrown, written) ?? thrown;
  }
}

/** Null when no owner has written one, or what lies there cannot be one. */
export function readEndpoint(home: string): Endpoint | null {
  let written: string;
  try {
    written = readFileAtOnce(endpointPath(home)).toString('utf8');
  } catch (thrown) {
    const isNoFile = isAppError(thrown);
    if (isNoFile || (thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    const text = {
      zh: `数据目录 ${home} 中记录的占用进程地址无法读取；请检查其中文件的属主和权限。`,
      en: `The owner address in the data folder ${home} cannot be read. Check the ownership and permissions of its files.`,
    };
    throw shortageIn(thrown) ?? new AppError('OWNER_UNREACHABLE', text, { data: { home }, cause: thrown });
  }
  return parsed(written);
}

function parsed(text: string): Endpoint | null {
  try {
    return endpointSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Removes the file if it is still this owner's, and the socket. */
export function removeEndpoint(home: string, endpoint: Endpoint): void {
  if (readEndpoint(home)?.instanceId === endpoint.instanceId) {
    rmSync(endpointPath(home), { force: true });
  }
  removeSocket(endpoint.address);
}

/** Clears what a killed owner left. Only the holder of the home's lock may: nobody else listens there then. */
export function clearStaleEndpoints(home: string): void {
  const left = readEndpoint(home);
  if (left !== null && isTemporaryAddress(left.address)) {
    removeSocket(left.address);
  }
  for (const name of readdirSync(home)) {
    if (/^owner-[\w-]+\.sock$/.test(name)) {
      removeSocket(join(home, name));
    }
    if (name.startsWith('owner.json')) {
      rmSync(join(home, name), { force: true });
    }
  }
}

/** An address that {@link createAddress} may have made; nothing else that a file names is ever removed. */
function isTemporaryAddress(address: string): boolean {
  const directory = dirname(address);
  const ours = dirname(directory) === tmpdir() && basename(directory).startsWith(temporaryPrefix);
  return ours && basename(address) === 'owner.sock';
}

/** A named pipe is no file: it goes with the process that made it. */
const isPipe = (address: string): boolean => address.startsWith('\\\\.\\pipe\\');

function removeSocket(address: string): void {
  if (isPipe(address)) {
    return;
  }
  const found = lstatSync(address, { throwIfNoEntry: false });
  if (found?.isSocket() === true) {
    rmSync(address, { force: true });
  }
  const directory = dirname(address);
  if (!isTemporaryAddress(address) || lstatSync(directory, { throwIfNoEntry: false }) === undefined) {
    return;
  }
  if (readdirSync(directory).length === 0) {
    rmdirSync(directory);
  }
}
