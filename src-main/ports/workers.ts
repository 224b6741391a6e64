/**
 * Workers: long-running external programs that outlive the process that started them. A worker is known by its folder,
 * which holds all that is known of it, so that any later process finds it again.
 */

/** What of a worker's folder is for others to read. Both are readable by their person only. */
export const workerOutput = { stdout: 'stdout.log', stderr: 'stderr.log' } as const;

export interface WorkerOrder {
  /** An absolute path, or a name that is found on the order's PATH. */
  readonly program: string;
  /** Every user of the machine can read them: never a secret. */
  readonly arguments: readonly string[];
  /** Where the program stands; an absolute path. */
  readonly directory: string;
  /** The whole environment of the program. It reaches it through memory and may hold secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** What stands on its standard input, which is closed after it. It reaches it through memory and may hold secrets. */
  readonly input?: string;
}

export type WorkerState =
  | { readonly state: 'running' }
  | {
      readonly state: 'exited';
      /** Null when a signal ended it. */
      readonly code: number | null;
      readonly signal: string | null;
      /** ISO 8601, UTC. */
      readonly endedAt: string;
    }
  /** It is gone and nobody saw how it ended: the machine was restarted, or its keeper was killed. */
  | { readonly state: 'lost' };

export interface StopOptions {
  /** How long the program may take to end by itself before it is killed. */
  readonly graceMs: number;
}

export interface Workers {
  /**
   * Starts a program that outlives this process, and makes its folder. Resolves once it runs. Throws FILE_EXISTS where
   * the folder holds a worker already, WORKER_NOT_STARTED, and what a disk can be short of.
   */
  start(folder: string, order: WorkerOrder): Promise<void>;
  /** What is true of it now. Throws WORKER_NOT_FOUND, and FILE_UNREADABLE for a record that nobody can make sense of. */
  look(folder: string): Promise<WorkerState>;
  /**
   * Asks the program and all that it has started to end, kills what is left after the grace, and returns how it ended.
   * One that is over stays as it is. Throws as {@link look}, and WORKER_NOT_STOPPED.
   */
  stop(folder: string, options: StopOptions): Promise<WorkerState>;
}
