/** The floor for Node: file to socket with nothing in between, no checksum, one request over one socket for all. */
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';

const [port = '', filePath = '', size = ''] = process.argv.slice(2);
const sizeBytes = Number(size);
const bufferSizeBytes = 256 * 1024;
const buffers = Array.from({ length: 3 }, () => Buffer.allocUnsafeSlow(bufferSizeBytes));
const startedAt = performance.now();
const socket = connect(Number(port), '127.0.0.1');
await once(socket, 'connect');
const file = await open(filePath);
socket.write(`POST / HTTP/1.1\r\nHost: sink\r\nContent-Length: ${sizeBytes}\r\n\r\n`);
const inUse: Promise<void>[] = buffers.map(() => Promise.resolve());
let turn = 0;
for (let byte = 0; byte < sizeBytes;) {
  const slot = turn++ % buffers.length;
  await inUse[slot];
  const buffer = buffers[slot];
  if (buffer === undefined) {
    throw new Error('no buffer');
  }
  const { bytesRead } = await file.read(buffer, 0, Math.min(bufferSizeBytes, sizeBytes - byte), byte);
  inUse[slot] = new Promise((resolve) => socket.write(buffer.subarray(0, bytesRead), () => resolve()));
  byte += bytesRead;
}
await once(socket, 'data');
const elapsedMs = performance.now() - startedAt;
socket.destroy();
await file.close();
process.stdout.write(`${JSON.stringify({ elapsedMs })}\n`);
