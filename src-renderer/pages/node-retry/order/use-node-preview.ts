import type { PreviewDocument } from '../../../../src-main/contract/run.ts';
import { forgetReadings, useReading, type Reading } from '../../../ask/readings.ts';
import { useRested } from '../../../hooks/use-rested.ts';
import { previewKey, type Draft, type NodeRequest } from './draft.ts';

/** Milliseconds without a key in the fields before the cluster is asked again. */
const pauseMs = 300;

const readingsOf = (connection: string): string => `nodes/${connection}/`;

/** Nodes change by themselves: what was read for another dialog is not known any more. */
export const forgetPreviews = (connection: string): void => forgetReadings(readingsOf(connection));

/** What a run of the order would do, read by itself for each order; null is no order. */
export function useNodePreview(
  connection: string,
  draft: Draft,
  order: NodeRequest | null,
): Reading<PreviewDocument> {
  const now = order === null ? '' : previewKey(draft);
  const rested = useRested(now, pauseMs);
  const isAsked = order !== null && rested === now;
  const read = useReading(
    isAsked ? `${readingsOf(connection)}${now}` : null,
    (client, signal) => client.runs.preview({ kind: 'node-retry', order }, { signal }),
    { isEager: true },
  );
  return { ...read, isUnderWay: read.isUnderWay || (order !== null && !isAsked) };
}
