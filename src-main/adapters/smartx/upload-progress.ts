/** Turns bytes into the few reports a second that a person can read. */
import type { UploadProgress } from '../../engines/configure/ports.ts';

const reportIntervalMs = 200;
/** Weight of the newest interval in the rate: steady enough to read, quick enough to show that a cable is out. */
const newestWeight = 0.3;

export interface ProgressMeter {
  /** A chunk begins, or begins again: what an earlier try sent of it no longer counts. */
  begin(chunk: number): void;
  /** Bytes of this chunk have left this machine. */
  sent(sizeBytes: number): void;
  /** The chunk is there. */
  settle(chunkSizeBytes: number): void;
  /** The last report, made whatever the interval. */
  finish(): void;
}

export function createProgressMeter(
  size: { readonly totalBytes: number; readonly chunks: number },
  onProgress: (progress: UploadProgress) => void,
): ProgressMeter {
  let chunk = 0;
  let settledBytes = 0;
  let flyingBytes = 0;
  let wireBytes = 0;
  let bytesPerSecond = 0;
  let reported = { atMs: performance.now(), wireBytes: 0 };

  const measure = (atMs: number): void => {
    const newest = ((wireBytes - reported.wireBytes) * 1000) / Math.max(1, atMs - reported.atMs);
    bytesPerSecond =
      bytesPerSecond === 0 ? newest : bytesPerSecond + newestWeight * (newest - bytesPerSecond);
    reported = { atMs, wireBytes };
  };
  const report = (): void => {
    measure(performance.now());
    const sentBytes = Math.min(size.totalBytes, settledBytes + flyingBytes);
    const remainingMs =
      bytesPerSecond > 0 ? Math.round(((size.totalBytes - sentBytes) * 1000) / bytesPerSecond) : null;
    onProgress({
      chunk,
      chunks: size.chunks,
      sentBytes,
      totalBytes: size.totalBytes,
      bytesPerSecond: Math.round(bytesPerSecond),
      remainingMs,
    });
  };
  const reportIfDue = (): void => {
    if (performance.now() - reported.atMs >= reportIntervalMs) {
      report();
    }
  };

  return {
    begin: (started) => {
      chunk = started;
      flyingBytes = 0;
    },
    sent: (sizeBytes) => {
      flyingBytes += sizeBytes;
      wireBytes += sizeBytes;
      reportIfDue();
    },
    settle: (chunkSizeBytes) => {
      settledBytes += chunkSizeBytes;
      flyingBytes = 0;
      reportIfDue();
    },
    finish: report,
  };
}
