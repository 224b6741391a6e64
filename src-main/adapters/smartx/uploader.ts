/** Sends the VMTools image chunk by chunk, hashing the whole file in the same pass. */
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, isAppError, type ErrorCode } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { ChunkAnswer, Uploader, UploadRequest, UploadResult } from '../../engines/configure/ports.ts';
import { requireTarget, type ConnectionRules } from '../http/connection-rules.ts';
import type { CallRecord } from '../http/http-client.ts';
import { type Redactor, quoteWithout } from '../secrets/redactor.ts';
import { requireOwnAnswer, unwrapped } from './answer.ts';
import { createChunkLedger, type ChunkLedger } from './chunk-ledger.ts';
import { createChunkSender, uploadPath, type ChunkSender } from './chunk-sender.ts';
import { createFileRing, type FileRing } from './file-ring.ts';
import { chunkAnswer } from './image-shapes.ts';
import { openIsoFile } from './iso-file.ts';
import { createProgressMeter, type ProgressMeter } from './upload-progress.ts';

export interface UploaderOptions {
  readonly rules: ConnectionRules;
  readonly onCall?: (record: CallRecord) => void;
  /** Before a chunk is sent again; 1 s unless given. */
  readonly retryPauseMs?: number;
  /** Masks what the cluster says; without one, only the session's token. */
  readonly redactor?: Pick<Redactor, 'quote'> | undefined;
}

const triesPerChunk = 3;
/** How often chunks are sent again that the server said yes to and still lists as missing. */
const repairPasses = 2;
const defaultRetryPauseMs = 1000;

/** Everything one upload works with. */
interface Upload {
  readonly request: UploadRequest;
  readonly ring: FileRing;
  readonly sender: ChunkSender;
  readonly ledger: ChunkLedger;
  readonly meter: ProgressMeter;
  readonly retryPauseMs: number;
  readonly quote: Redactor['quote'];
  readonly requireUnchanged: () => Promise<void>;
  token: string;
}

interface ChunkRange {
  readonly startByte: number;
  readonly endByte: number;
}

function rangeOf({ sizeBytes, volume }: UploadRequest, chunk: number): ChunkRange {
  const startByte = chunk * volume.chunkSize;
  return { startByte, endByte: Math.min(sizeBytes, startByte + volume.chunkSize) };
}

/** The file is at fault, or a person has to look at it: sending the chunk again would not help. */
const finalCodes: readonly ErrorCode[] = ['ISO_CHANGED', 'FILE_NOT_FOUND', 'FILE_UNREADABLE'];

function isFinal(error: AppError): boolean {
  return (
    finalCodes.includes(error.code) ||
    // No chunk of this size will ever pass.
    error.code === 'API_TOO_LARGE' ||
    error.category === 'denied' ||
    error.category === 'canceled' ||
    error.category === 'internal'
  );
}

async function sendOnce(upload: Upload, chunk: number): Promise<ChunkAnswer> {
  const { request, ring, sender, meter } = upload;
  const range = rangeOf(request, chunk);
  meter.begin(chunk);
  const answer = await sender.send({
    query: {
      zbs_volume_id: request.volume.volumeId,
      chunk_num: String(chunk),
      image_uuid: request.volume.imageUuid,
    },
    token: upload.token,
    fileName: request.fileName,
    sizeBytes: range.endByte - range.startByte,
    pieces: (signal) => ring.pieces(range, signal),
    onSent: (sizeBytes) => meter.sent(sizeBytes),
    signal: request.signal,
  });
  const doing = {
    zh: `上传 ${request.fileName} 的分片 ${chunk}`,
    en: `uploading chunk ${chunk} of ${request.fileName}`,
  };
  const question = { doing, method: 'POST', path: uploadPath, secrets: [upload.token], login: false };
  // A page that says 200 has stored nothing.
  requireOwnAnswer(answer, { ...question, quote: upload.quote });
  return chunkAnswer.parse(unwrapped(answer.json));
}

function uploadFailed({ fileName, volume }: UploadRequest, chunk: number, cause: AppError): AppError {
  return new AppError(
    'UPLOAD_FAILED',
    {
      zh: `${fileName} 的分片 ${chunk} 发送 ${triesPerChunk} 次均失败。${cause.text.zh}此前的分片已保留，排除原因后可继续。`,
      en: `Chunk ${chunk} of ${fileName} failed in ${triesPerChunk} attempts. ${cause.text.en} The chunks before it are kept; remove the cause, then continue.`,
    },
    {
      data: { ...cause.data, chunk, tries: triesPerChunk, imageUuid: volume.imageUuid, because: cause.code },
      cause,
    },
  );
}

function requireAppError(thrown: unknown): AppError {
  return isAppError(thrown)
    ? thrown
    : new AppError('INTERNAL', 'The upload failed for a reason of its own.', { cause: thrown });
}

/** Two retries; a session that has expired is renewed, and that is not a retry. */
async function sendWithRetries(upload: Upload, chunk: number): Promise<ChunkAnswer> {
  const { request } = upload;
  let isFreshToken = false;
  for (let tries = 1; ;) {
    try {
      return await sendOnce(upload, chunk);
    } catch (thrown) {
      const error = requireAppError(thrown);
      const expired = error.code === 'SESSION_EXPIRED';
      // A token refused right after it was made is not an expired one; asking again would go on for ever.
      if (isFinal(error) && (!expired || isFreshToken)) {
        throw error;
      }
      isFreshToken = expired;
      if (expired) {
        upload.token = await request.renewToken();
        continue;
      }
      if (tries === triesPerChunk) {
        throw uploadFailed(request, chunk, error);
      }
      request.onRetry(chunk, tries, error.text);
      tries += 1;
      await pause(upload.retryPauseMs, undefined, { signal: request.signal });
    }
  }
}

async function sendChunk(upload: Upload, chunk: number): Promise<void> {
  const { request, ledger, meter } = upload;
  const answer = await sendWithRetries(upload, chunk);
  // A chunk read from a file that changed under it is not the chunk that was meant.
  await upload.requireUnchanged();
  const isThere = ledger.accept(chunk, answer);
  if (isThere) {
    request.chunkMap.confirm(request.volume.imageUuid, chunk);
  }
  const { startByte, endByte } = rangeOf(request, chunk);
  meter.settle(endByte - startByte);
}

/** For a chunk that is there already: its bytes count for the checksum all the same. */
async function hashChunk({ request, ring, meter }: Upload, chunk: number): Promise<void> {
  const range = rangeOf(request, chunk);
  meter.begin(chunk);
  for await (const piece of ring.pieces(range, request.signal)) {
    piece.release();
  }
  meter.settle(range.endByte - range.startByte);
}

const stillListed: Text = { zh: '集群仍把它列为缺失', en: 'the cluster still lists it as missing' };

async function repair(upload: Upload): Promise<void> {
  const { request, ledger } = upload;
  for (let pass = 1; pass <= repairPasses && ledger.stillWanted().length > 0; pass += 1) {
    for (const chunk of ledger.stillWanted()) {
      request.onRetry(chunk, pass, stillListed);
      await sendChunk(upload, chunk);
    }
  }
  const missing = ledger.stillWanted();
  if (missing.length === 0) {
    return;
  }
  throw new AppError(
    'UPLOAD_FAILED',
    {
      zh: `集群接受了 ${request.fileName} 的全部分片，却仍把这些分片列为缺失：${missing.join('、')}。请删除该镜像后重新上传。`,
      en: `The cluster accepted all chunks of ${request.fileName} but still lists these as missing: ${missing.join(', ')}. Delete the image, then upload it again.`,
    },
    { data: { chunk: missing[0] ?? null, imageUuid: request.volume.imageUuid } },
  );
}

async function run(upload: Upload, chunks: number): Promise<UploadResult> {
  const sent = new Set<number>();
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    if (upload.ledger.isWanted(chunk)) {
      await sendChunk(upload, chunk);
      sent.add(chunk);
    } else {
      await hashChunk(upload, chunk);
    }
  }
  await repair(upload);
  await upload.requireUnchanged();
  const sha256 = await upload.ring.digest();
  upload.meter.finish();
  const isConfirmed = upload.ledger.isComplete();
  return { sha256, sentChunks: sent.size, reusedChunks: chunks - sent.size, isConfirmed };
}

/**
 * Throws UPLOAD_FAILED naming the chunk, ISO_CHANGED, FILE_NOT_FOUND, FILE_UNREADABLE, CANCELED, SESSION_EXPIRED when a
 * fresh token is refused too, and what opening a connection throws. Confirmed chunks stay confirmed in every case.
 */
export function createUploader({ rules, onCall, retryPauseMs, redactor }: UploaderOptions): Uploader {
  return {
    upload: async (request) => {
      const target = requireTarget(request.cluster.baseUrl, rules);
      const { volume } = request;
      const chunks = Math.ceil(request.sizeBytes / volume.chunkSize);
      const confirmed = new Set(request.chunkMap.load(volume.imageUuid));
      await using file = await openIsoFile(request.filePath, request.sizeBytes);
      const ring = createFileRing(file.handle, request.filePath);
      const sender = createChunkSender({ target, rules, ...(onCall === undefined ? {} : { onCall }) });
      try {
        request.signal.throwIfAborted();
        const upload: Upload = {
          request,
          ring,
          sender,
          ledger: createChunkLedger(
            chunks,
            new Set(volume.toUpload.filter((chunk) => !confirmed.has(chunk))),
          ),
          meter: createProgressMeter({ totalBytes: request.sizeBytes, chunks }, request.onProgress),
          retryPauseMs: retryPauseMs ?? defaultRetryPauseMs,
          quote: redactor?.quote ?? quoteWithout,
          requireUnchanged: () => file.requireUnchanged(),
          token: request.token,
        };
        return await run(upload, chunks);
      } catch (error) {
        if (!request.signal.aborted || isAppError(error)) {
          throw error;
        }
        const { fileName } = request;
        const canceled = { zh: `${fileName} 的上传已取消。`, en: `The upload of ${fileName} was canceled.` };
        throw new AppError('CANCELED', canceled, { cause: error });
      } finally {
        sender.close();
        await ring.close();
      }
    },
  };
}
