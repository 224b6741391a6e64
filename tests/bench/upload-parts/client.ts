/** One upload in a process of its own, so that its memory can be told apart. Prints one JSON line. */
import { createUploader } from '../../../src-main/adapters/smartx/uploader.ts';
import type { SmartxCluster } from '../../../src-main/engines/configure/ports.ts';

const [baseUrl = '', filePath = '', size = '', chunk = ''] = process.argv.slice(2);
const sizeBytes = Number(size);
const chunkSize = Number(chunk);
const uploader = createUploader({
  rules: { site: 'bench', pins: { accepted: () => [] }, allowHttp: true, allowedHosts: () => undefined },
});
const confirmed: number[] = [];
const startedAt = performance.now();
const { sha256 } = await uploader.upload({
  cluster: { baseUrl } as SmartxCluster,
  token: 'token',
  filePath,
  fileName: 'bench.iso',
  sizeBytes,
  volume: {
    imageUuid: 'image',
    volumeId: 'volume',
    chunkSize,
    toUpload: Array.from({ length: Math.ceil(sizeBytes / chunkSize) }, (_, index) => index),
    imagePath: null,
  },
  chunkMap: {
    load: () => confirmed,
    confirm: (_image, index) => void confirmed.push(index),
    forget: () => undefined,
  },
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onRetry: (index, tries, because) => {
    throw new Error(`chunk ${index}, try ${tries}: ${because.en}`);
  },
  renewToken: () => Promise.reject(new Error('no token is needed here')),
});
const elapsedMs = performance.now() - startedAt;
// maxRSS is in KiB on every platform.
const maxRssBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ elapsedMs, maxRssBytes, sha256 })}\n`);
