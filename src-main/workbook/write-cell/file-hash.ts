import { createHash } from 'node:crypto';
import { read } from 'node:fs';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { AppError, isAppError } from '../../contract/errors.ts';
import { openFile } from '../../files/open-file.ts';
import { openingFailure } from '../package/opening.ts';

const readAsync = promisify(read);
const chunkBytes = 1024 * 1024;
/** Below this a thread takes longer to start than the hash to compute. */
const threadWorthBytes = 16 * 1024 * 1024;

/** SHA-256 of a whole file, lower-case hex; a large one is hashed in a thread. Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
export async function sha256OfFile(path: string): Promise<string> {
  try {
    await using file = await openFile(path);
    const { size } = await file.stat();
    return await (size < threadWorthBytes ? hashHere(file.fd) : hashInThread(file.fd));
  } catch (error) {
    throw isAppError(error) ? error : openingFailure(path, error);
  }
}

async function hashHere(descriptor: number): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let position = 0; ;) {
    const { bytesRead } = await readAsync(descriptor, buffer, 0, chunkBytes, position);
    if (bytesRead === 0) {
      return hash.digest('hex');
    }
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** Plain JavaScript in one string: it needs no file of its own in a bundle and starts without the type stripper. */
const threadSource = `
const { parentPort, workerData } = require('node:worker_threads');
const { readSync } = require('node:fs');
const hash = require('node:crypto').createHash('sha256');
const buffer = Buffer.allocUnsafe(workerData.chunkBytes);
let position = 0;
for (let count = -1; count !== 0; position += count) {
  count = readSync(workerData.descriptor, buffer, 0, buffer.length, position);
  hash.update(buffer.subarray(0, count));
}
parentPort.postMessage(hash.digest('hex'));
`;

function hashInThread(descriptor: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(threadSource, { eval: true, workerData: { descriptor, chunkBytes } });
    thread.once('message', (digest: string) => resolve(digest));
    thread.once('error', reject);
    thread.once('exit', (code) =>
      reject(new AppError('INTERNAL', `the hashing thread ended with code ${code} and no answer`)),
    );
  });
}
