import type { IncomingHttpHeaders } from 'node:http';
import type { KubernetesWorld } from '../world.ts';
import type { Target } from './target.ts';

/** One request about objects, read completely. */
export interface ApiCall {
  readonly world: KubernetesWorld;
  readonly method: string;
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; undefined where there was none. */
  readonly body: unknown;
}

/** An answer that is there at once. */
export interface ApiAnswer {
  readonly code: number;
  readonly body: object;
}

export const isDryRun = ({ query }: ApiCall): boolean => query.getAll('dryRun').includes('All');
