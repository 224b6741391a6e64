import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { tell, type ToastTone } from '../../../hooks/toasts.ts';
import { groupBy } from '../../../words/group-by.ts';
import { useRefusalToast } from '../toast-words.ts';
import type { NodeStage, RunNode } from './run-nodes.ts';
import { startedHere } from './started-here.ts';

interface News {
  readonly node: string;
  readonly tone: ToastTone;
  readonly said: string;
}

const told: readonly NodeStage[] = ['refused', 'started', 'succeeded', 'failed'];

/** What one node has come to, in the words of the page; null where there is nothing to tell. */
function useNewsOf({ revertsRunId }: RunRow): (node: RunNode, action: string) => News | null {
  const { t } = useTranslation('nodes');
  const refusalToast = useRefusalToast();
  return ({ name, stage, from, to, error }, action) => {
    if (revertsRunId !== null || !told.includes(stage)) {
      return null;
    }
    if (stage === 'refused') {
      return error === null
        ? null
        : {
            node: name,
            ...refusalToast({ code: error.code, text: error.message, data: error.data }),
          };
    }
    if (stage === 'started') {
      const said =
        action === 'retry' && from !== null && to !== null
          ? t('toast.phases', { from, to })
          : t('toast.underWay');
      return { node: name, tone: 'info', said };
    }
    return stage === 'succeeded'
      ? { node: name, tone: 'ok', said: t('toast.succeeded') }
      : { node: name, tone: 'err', said: t('toast.failed') };
  };
}

/** Tells what becomes of the nodes of a run while its page is shown; what happens to many at once is told once. */
export function useOutcomeToasts(run: RunRow, nodes: readonly RunNode[], action: string): void {
  const { t } = useTranslation('nodes');
  const before = useRef<ReadonlyMap<string, NodeStage> | null>(null);
  const newsOf = useNewsOf(run);
  useEffect(() => {
    const seen = before.current ?? (startedHere.delete(run.id) ? new Map<string, NodeStage>() : null);
    before.current = new Map(nodes.map(({ name, stage }) => [name, stage]));
    if (seen === null || nodes.length === 0) {
      return;
    }
    const news = nodes.flatMap((node) =>
      seen.get(node.name) === node.stage ? [] : (newsOf(node, action) ?? []),
    );
    for (const same of groupBy(news, ({ tone, said }) => `${tone} ${said}`).values()) {
      const [{ node, tone, said }] = same as [News];
      const who = same.length === 1 ? node : t('count', { count: same.length });
      tell(tone, t('toast.of', { who, said }));
    }
  });
}
