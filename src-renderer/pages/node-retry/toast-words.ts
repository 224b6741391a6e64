/** What is told for a moment of an order and of its nodes, in the words of the page. */
import { useTranslation } from 'react-i18next';
import { nodePreconditions, type NodePrecondition } from '../../../src-main/contract/node-retry-words.ts';
import { useCallback } from 'react';
import type { ToastTone } from '../../hooks/toasts.ts';
import type { CallError } from '../../sync/client.ts';
import { useWords } from '../../words/language.ts';

/** A node that is in the way of nothing for long is a warning; the one that never may is an error. */
const toneOf: Readonly<Record<NodePrecondition, ToastTone>> = {
  machineReady: 'warn',
  unbound: 'warn',
  notControlPlane: 'err',
  clusterKnown: 'err',
};

const preconditionIn = (named: unknown): NodePrecondition | null =>
  typeof named === 'string' && named in nodePreconditions ? (named as NodePrecondition) : null;

type Refusal = Pick<CallError, 'code' | 'text' | 'data'>;

/** How a refusal is told: what does not hold in its own words, a lost connection as one, anything else as the owner says it. */
export function useRefusalToast(): (refusal: Refusal) => { readonly tone: ToastTone; readonly said: string } {
  const { t } = useTranslation('nodes');
  const words = useWords();
  return useCallback(
    ({ code, text, data }) => {
      if (code === 'OWNER_UNREACHABLE') {
        return { tone: 'err', said: t('toast.network') };
      }
      const precondition = preconditionIn(data['precondition']);
      return precondition === null
        ? { tone: 'err', said: words(text) }
        : { tone: toneOf[precondition], said: words(nodePreconditions[precondition].words) };
    },
    [t, words],
  );
}
