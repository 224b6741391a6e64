import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createUploader } from '../../../src-main/adapters/smartx/uploader.ts';
import type { AppError } from '../../../src-main/contract/errors.ts';
import type { Text } from '../../../src-main/contract/text.ts';
import type {
  SmartxCluster,
  UploadProgress,
  UploadRequest,
  UploadResult,
} from '../../../src-main/engines/configure/ports.ts';
import { fileOfForm, startSmartxStandIn, type SeenRequest } from '../../support/smartx-stand-in.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { firstCertificate } from '../http/test-certificates.ts';

/** More than all buffers of the ring hold, and a last chunk that is shorter. */
const chunkSize = 6_000_000;
const content = randomBytes(4 * chunkSize + 12_345);
const sha256 = createHash('sha256').update(content).digest('hex');
const chunks = 5;

type Answer = ReturnType<Parameters<typeof startSmartxStandIn>[0]['answer']>;

interface Scene {
  readonly answer?: (request: SeenRequest, count: number) => Answer;
  readonly takeOver?: (request: IncomingMessage, response: ServerResponse, count: number) => boolean;
  readonly toUpload?: readonly number[];
  readonly confirmed?: readonly number[];
  readonly signal?: AbortSignal;
  readonly renewToken?: () => Promise<string>;
  readonly onConfirm?: (chunk: number, path: string) => void;
  readonly onRetry?: () => void;
  readonly tls?: boolean;
  readonly pins?: readonly string[];
  readonly sizeBytes?: number;
  readonly retryPauseMs?: number;
}

interface Outcome {
  readonly result: UploadResult | null;
  readonly error: unknown;
  readonly confirmed: readonly number[];
  readonly retries: readonly (readonly [number, number])[];
  readonly reasons: readonly Text[];
  readonly progress: readonly UploadProgress[];
  readonly seen: readonly SeenRequest[];
  readonly connections: number;
}

const chunkOf = (request: SeenRequest): number => Number(request.query['chunk_num']);

/** Uploads the same file against a server that behaves as the scene says. */
async function play(scene: Scene = {}): Promise<Outcome> {
  const path = join(temporaryDirectory(), 'tools.iso');
  writeFileSync(path, content);
  let answers = 0;
  let requests = 0;
  await using site = await startSmartxStandIn({
    answer: (request) => scene.answer?.(request, ++answers) ?? { json: { ec: 'EOK', data: {} } },
    takeOver: (request, response) => scene.takeOver?.(request, response, ++requests) ?? false,
    ...(scene.tls === true ? { tls: firstCertificate } : {}),
  });
  const confirmed: number[] = [];
  const retries: (readonly [number, number])[] = [];
  const reasons: Text[] = [];
  const progress: UploadProgress[] = [];
  const uploader = createUploader({
    rules: {
      site: 'site',
      pins: { accepted: () => scene.pins ?? [] },
      allowHttp: true,
      allowedHosts: () => undefined,
    },
    retryPauseMs: scene.retryPauseMs ?? 0,
  });
  const request: UploadRequest = {
    cluster: { baseUrl: site.baseUrl } as SmartxCluster,
    token: 'first-token',
    filePath: path,
    fileName: 'tools "5".iso',
    sizeBytes: scene.sizeBytes ?? content.length,
    volume: {
      imageUuid: 'image',
      volumeId: 'volume',
      chunkSize,
      toUpload: scene.toUpload ?? [0, 1, 2, 3, 4],
      imagePath: null,
    },
    chunkMap: {
      load: () => scene.confirmed ?? [],
      confirm: (_image, chunk) => {
        confirmed.push(chunk);
        scene.onConfirm?.(chunk, path);
      },
      forget: () => undefined,
    },
    signal: scene.signal ?? new AbortController().signal,
    onProgress: (one) => progress.push(one),
    onRetry: (chunk, tries, because) => {
      retries.push([chunk, tries]);
      reasons.push(because);
      scene.onRetry?.();
    },
    renewToken: scene.renewToken ?? (() => Promise.reject(new Error('nobody should ask for a token'))),
  };
  const [settled] = await Promise.allSettled([uploader.upload(request)]);
  return {
    result: settled.status === 'fulfilled' ? settled.value : null,
    error: settled.status === 'rejected' ? settled.reason : null,
    confirmed,
    retries,
    reasons,
    progress,
    seen: site.seen,
    connections: site.connections(),
  };
}

const sentChunks = (outcome: Outcome): readonly number[] => outcome.seen.map(chunkOf);

function expectWholeFile({ seen }: Outcome): void {
  const parts = new Map(seen.map((request) => [chunkOf(request), fileOfForm(request.body).content]));
  const ordered = [...parts].sort(([left], [right]) => left - right).map(([, part]) => part);
  expect(Buffer.concat(ordered).equals(content)).toBe(true);
}

describe('an upload without trouble', () => {
  it('sends every chunk once, in order, over one connection, and answers the checksum of the file', async () => {
    const outcome = await play();
    expect(outcome.error).toBeNull();
    expect(outcome.result).toMatchObject({ sha256, sentChunks: chunks, reusedChunks: 0 });
    expect(outcome.confirmed).toEqual([0, 1, 2, 3, 4]);
    expect(outcome.connections).toBe(1);
    expect(outcome.seen[1]).toMatchObject({
      method: 'POST',
      path: '/api/v2/svt_image/upload_template',
      query: { zbs_volume_id: 'volume', chunk_num: '1', image_uuid: 'image' },
    });
    expect(outcome.seen[1]?.headers['x-smartx-token']).toBe('first-token');
    expect(fileOfForm(outcome.seen[1]!.body)).toMatchObject({ field: 'file', fileName: 'tools %225%22.iso' });
    expectWholeFile(outcome);
  });

  it('tells the progress, the last time with everything sent', async () => {
    const { progress } = await play();
    expect(progress.at(-1)).toMatchObject({
      chunk: 4,
      chunks,
      sentBytes: content.length,
      totalBytes: content.length,
      remainingMs: 0,
    });
  });

  it('sends only what the volume lacks and nobody confirmed, and still answers the checksum of the file', async () => {
    const outcome = await play({ toUpload: [1, 2, 4], confirmed: [2] });
    expect(outcome.result).toMatchObject({ sha256, sentChunks: 2, reusedChunks: 3 });
    expect(sentChunks(outcome)).toEqual([1, 4]);
    expect(outcome.confirmed).toEqual([1, 4]);
  });

  it('sends nothing when everything is there', async () => {
    const outcome = await play({ confirmed: [0, 1, 2, 3, 4] });
    expect(outcome.result).toMatchObject({ sha256, sentChunks: 0, reusedChunks: 5 });
    expect(outcome.connections).toBe(0);
  });
});

describe('what the server says about what it still wants', () => {
  it.each([
    ['an empty list', { to_upload: [] }],
    ['a next chunk outside of the file', { next_chunk: 5 }],
  ])('is complete with %s', async (_what, last) => {
    const outcome = await play({
      answer: (request) => ({ json: { ec: 'EOK', data: chunkOf(request) === 2 ? last : {} } }),
    });
    expect(sentChunks(outcome)).toEqual([0, 1, 2]);
    expect(outcome.result).toEqual({ sha256, sentChunks: 3, reusedChunks: 2, isConfirmed: true });
  });

  it('sends a chunk again that was accepted and is still listed as missing', async () => {
    const present = new Set<number>();
    const outcome = await play({
      answer: (request, count) => {
        if (!(chunkOf(request) === 1 && count === 2)) {
          present.add(chunkOf(request));
        }
        return {
          json: { ec: 'EOK', data: { to_upload: [0, 1, 2, 3, 4].filter((chunk) => !present.has(chunk)) } },
        };
      },
    });
    expect(sentChunks(outcome)).toEqual([0, 1, 2, 3, 4, 1]);
    expect(outcome.confirmed).toEqual([0, 2, 3, 4, 1]);
    expect(outcome.result?.sha256).toBe(sha256);
  });

  it('is not green when a chunk goes on missing', async () => {
    const answer = (request: SeenRequest): Answer => ({
      json: {
        data: { to_upload: [0, 1, 2, 3, 4].filter((chunk) => chunk > chunkOf(request) || chunk === 1) },
      },
    });
    expect((await play({ answer })).error).toMatchObject({ code: 'UPLOAD_FAILED', data: { chunk: 1 } });
  });

  it('does not believe a list that never changes', async () => {
    const outcome = await play({ answer: () => ({ json: { data: { to_upload: [0, 1, 2, 3, 4] } } }) });
    expect(outcome.result).toMatchObject({ sha256, sentChunks: 5, reusedChunks: 0 });
    expect(outcome.seen).toHaveLength(5);
  });

  it('gets by with an empty answer', async () => {
    expect((await play({ answer: () => ({ status: 204 }) })).result).toMatchObject({ sentChunks: 5 });
  });
});

describe('trouble with a chunk', () => {
  it.each<readonly [string, Answer]>([
    ['a status 503', { status: 503 }],
    ['a refusal with status 200', { json: { ec: 'EBUSY' } }],
    ['a torn connection', 'reset'],
    ['a login page with status 200', { text: '<html><body>Please log in</body></html>' }],
    ['a word that is no JSON object', { text: 'OK' }],
  ])('is sent again twice after %s, and the checksum stays right', async (_what, trouble) => {
    const outcome = await play({
      answer: (request, count) => (chunkOf(request) === 2 && count < 5 ? trouble : {}),
    });
    expect(outcome.result).toMatchObject({ sha256, sentChunks: 5, reusedChunks: 0 });
    expect(outcome.retries).toEqual([
      [2, 1],
      [2, 2],
    ]);
    expect(outcome.confirmed).toEqual([0, 1, 2, 3, 4]);
    expectWholeFile(outcome);
  });

  it('fails naming the chunk after three tries, keeping what was confirmed', async () => {
    const outcome = await play({ answer: (request) => (chunkOf(request) === 3 ? { status: 500 } : {}) });
    expect(outcome.error).toMatchObject({ code: 'UPLOAD_FAILED', data: { chunk: 3, tries: 3, status: 500 } });
    const { text } = outcome.error as AppError;
    expect(text.en).toContain('Chunk 3 of tools "5".iso');
    expect(text.zh).toContain('tools "5".iso 的分片 3 发送 3 次均失败。');
    expect(outcome.reasons.map(({ zh }) => zh)).toEqual([
      expect.stringContaining('上传 tools "5".iso 的分片 3 失败'),
      expect.stringContaining('上传 tools "5".iso 的分片 3 失败'),
    ]);
    expect(outcome.confirmed).toEqual([0, 1, 2]);
  });

  it('survives a connection that is torn in the middle of the body', async () => {
    const outcome = await play({
      takeOver: (request, _response, count) => {
        if (count !== 2) {
          return false;
        }
        request.once('data', () => request.socket.resetAndDestroy());
        return true;
      },
    });
    expect(outcome.result?.sha256).toBe(sha256);
    expect(outcome.retries).toEqual([[1, 1]]);
    expectWholeFile(outcome);
  });

  it('does not hang on an answer that comes before the body was read', async () => {
    const outcome = await play({
      takeOver: (_request, response) => {
        response.writeHead(413, { connection: 'close' }).end();
        return true;
      },
    });
    expect(outcome.error).toMatchObject({ code: 'API_TOO_LARGE', data: { status: 413 } });
  });

  it('does not hang on a server that takes no more bytes and is then canceled', async () => {
    const abort = new AbortController();
    const outcome = await play({
      signal: abort.signal,
      takeOver: (request) => {
        request.once('readable', () => abort.abort());
        return true;
      },
    });
    expect(outcome.error).toMatchObject({ code: 'CANCELED' });
    expect(outcome.confirmed).toEqual([]);
  });

  it('stops at once when it is canceled, before, between and while waiting to try again', async () => {
    expect((await play({ signal: AbortSignal.abort() })).error).toMatchObject({ code: 'CANCELED' });
    const between = new AbortController();
    const outcome = await play({ signal: between.signal, onConfirm: () => between.abort() });
    expect(outcome.error).toMatchObject({ code: 'CANCELED' });
    expect(outcome.confirmed).toEqual([0]);
    const waiting = new AbortController();
    const tooLongToWaitMs = 3_600_000;
    const pausing = {
      signal: waiting.signal,
      onRetry: () => setImmediate(() => waiting.abort()),
      retryPauseMs: tooLongToWaitMs,
    };
    expect((await play({ ...pausing, answer: () => ({ status: 503 }) })).error).toMatchObject({
      code: 'CANCELED',
    });
  });
});

describe('a session that expires', () => {
  it('is renewed once and the chunk sent again, which is no retry', async () => {
    let renewals = 0;
    const outcome = await play({
      answer: ({ headers, ...request }) => {
        const wanted = chunkOf({ headers, ...request }) < 2 ? 'first-token' : 'second-token';
        return headers['x-smartx-token'] === wanted ? {} : { status: 401 };
      },
      renewToken: async () => {
        renewals += 1;
        return 'second-token';
      },
    });
    expect(outcome.result).toMatchObject({ sha256, sentChunks: 5, reusedChunks: 0 });
    expect(renewals).toBe(1);
    expect(outcome.retries).toEqual([]);
    expect(sentChunks(outcome)).toEqual([0, 1, 2, 2, 3, 4]);
  });

  it('is not renewed for ever when the fresh token is refused too', async () => {
    let renewals = 0;
    const outcome = await play({
      answer: () => ({ status: 401 }),
      renewToken: async () => `token-${++renewals}`,
    });
    expect(outcome.error).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(renewals).toBe(1);
  });

  it('is renewed although the refusal came before the body was read', async () => {
    const outcome = await play({
      takeOver: (request, response) => {
        if (request.headers['x-smartx-token'] === 'new') {
          return false;
        }
        response.writeHead(401).end('{}');
        return true;
      },
      renewToken: async () => 'new',
    });
    expect(outcome.result?.sentChunks).toBe(5);
    expect(outcome.retries).toEqual([]);
  });
});

describe('the file', () => {
  it('is refused when it is not the size that was planned', async () => {
    expect((await play({ sizeBytes: content.length - 1 })).error).toMatchObject({ code: 'ISO_CHANGED' });
  });

  it.each<readonly [string, (path: string) => void, string]>([
    ['shrinks', (path) => truncateSync(path, chunkSize + 7), 'ISO_CHANGED'],
    ['grows', (path) => appendFileSync(path, 'more'), 'ISO_CHANGED'],
    [
      'is replaced by one of the same size',
      (path) => writeFileSync(path, randomBytes(content.length)),
      'ISO_CHANGED',
    ],
    ['vanishes', (path) => rmSync(path), 'FILE_NOT_FOUND'],
  ])('stops the upload when it %s in the middle', async (_what, change, code) => {
    const outcome = await play({ onConfirm: (chunk, path) => (chunk === 1 ? change(path) : undefined) });
    expect(outcome.error).toMatchObject({ code });
    expect(outcome.confirmed).toEqual([0, 1]);
  });
});

describe('certificates', () => {
  const fingerprint = new X509Certificate(firstCertificate.cert).fingerprint256;

  it('uploads over TLS to the accepted certificate', async () => {
    const outcome = await play({ tls: true, pins: [fingerprint] });
    expect(outcome.result).toMatchObject({ sha256, sentChunks: 5, reusedChunks: 0 });
    expectWholeFile(outcome);
  });

  it('sends no byte to another one', async () => {
    const outcome = await play({ tls: true, pins: [fingerprint.replaceAll('A', 'B')] });
    expect(outcome.error).toMatchObject({ code: 'TLS_CHANGED' });
    expect(outcome.seen).toHaveLength(0);
    expect(outcome.retries).toEqual([]);
  });
});
