import type { CallOptions } from './reading.ts';

export interface LocalFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export interface LocalFiles {
  /** Null when there is no such file. */
  stat(path: string): Promise<LocalFile | null>;
  sha256(path: string, options: CallOptions): Promise<string>;
}
