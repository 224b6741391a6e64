import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import type { RestartRequest } from '../../../../src-main/contract/restart.ts';
import type { PreviewDocument } from '../../../../src-main/contract/run.ts';
import { useReading } from '../../../ask/readings.ts';
import { useRested } from '../../../hooks/use-rested.ts';
import type { CallError } from '../../../sync/client.ts';
import { previewKey, type Draft } from './draft.ts';
import { readingsOf } from './use-take-up.ts';

/** Milliseconds without a change of the options before the cluster is asked again. */
const pauseMs = 300;

export interface Look {
  readonly preview: PreviewDocument | null;
  readonly found: readonly PreflightItem[];
  /** When the preview was read, milliseconds since the epoch. */
  readonly at: number | null;
  readonly isUnderWay: boolean;
  readonly error: CallError | null;
  readonly foundError: CallError | null;
  readonly again: () => void;
  readonly stop: () => void;
}

/** What a run of the order would do and what stands against it, read by itself for each order; null is no order. */
export function useLook(connection: string, draft: Draft, order: RestartRequest | null): Look {
  const now = order === null ? '' : previewKey(connection, draft);
  const rested = useRested(now, pauseMs);
  const isAsked = order !== null && rested === now;
  const key = isAsked ? `${readingsOf(connection)}${now}` : null;
  const asked = { kind: 'restart', order };
  const preview = useReading(
    key === null ? null : `${key}/preview`,
    (client, signal) => client.runs.preview(asked, { signal }),
    { isEager: true },
  );
  const found = useReading(
    key === null ? null : `${key}/found`,
    (client, signal) => client.runs.preflight(asked, { signal }),
    { isEager: true },
  );
  return {
    preview: preview.value,
    found: found.value ?? [],
    at: preview.at,
    isUnderWay: preview.isUnderWay || found.isUnderWay || (order !== null && !isAsked),
    error: preview.error,
    foundError: found.error,
    again() {
      found.again();
      preview.again();
    },
    stop() {
      found.stop();
      preview.stop();
    },
  };
}
