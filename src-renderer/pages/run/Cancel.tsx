import { Radio } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { engineOf } from '../../engine-pages.ts';
import { useWords } from '../../words/language.ts';
import { Decide } from './Decide.tsx';

type Way = 'stay' | 'back';

/** Cancels a run; where its engine says so, what it has changed by then can be taken back in the same breath. */
export function Cancel({ run }: { readonly run: RunRow }): ReactElement | null {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const [, go] = useLocation();
  const [isAsking, setIsAsking] = useState(false);
  const [way, setWay] = useState<Way>('stay');
  const ways = run.revertsRunId === null ? engineOf(run.kind)?.runFrame.cancelWays : undefined;
  const canceling = useDeed(async (client) => {
    if (run.allows.includes('cancel')) {
      await client.runs.cancel({ run: run.id });
    }
    if (way === 'back') {
      await client.runs.settled({ run: run.id });
      go(`/runs/${await client.runs.revert({ run: run.id })}`);
    }
  });
  const canCancel = run.allows.includes('cancel');
  const isAtWork = canceling.isUnderWay || run.state === 'canceling';
  // What was refused after the cancel is still to be read.
  const isOpen = isAsking && (canCancel || canceling.isUnderWay || canceling.error !== null);
  const decide = async (): Promise<void> => {
    if (await canceling.act()) {
      setIsAsking(false);
    }
  };
  if (!canCancel && !isAtWork && !isOpen) {
    return null;
  }
  return (
    <>
      <Action kind="danger" requested={isAtWork} onAct={() => setIsAsking(true)}>
        {t('cancel.title')}…
      </Action>
      {isOpen ? (
        <Decide
          needsReason={false}
          title={t('cancel.title')}
          act={t('cancel.act')}
          leave={t('cancel.leave')}
          error={canceling.error}
          isUnderWay={canceling.isUnderWay}
          onCancel={() => {
            canceling.forget();
            setIsAsking(false);
          }}
          onDecide={() => void decide()}
        >
          {t('cancel.follows')}
          {ways === undefined ? null : (
            <Radio.Group
              className="decide-ways"
              aria-label={t('cancel.title')}
              value={way}
              onChange={({ target }) => setWay(target.value as Way)}
              options={[
                { value: 'stay', label: words(ways.stay) },
                { value: 'back', label: words(ways.back) },
              ]}
            />
          )}
        </Decide>
      ) : null}
    </>
  );
}
