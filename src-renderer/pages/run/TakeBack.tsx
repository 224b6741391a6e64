import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { useWords } from '../../words/language.ts';
import { Decide } from './Decide.tsx';
import { UndoneSteps } from './UndoneSteps.tsx';

interface TakeBackProps {
  readonly run: RunRow;
  readonly steps: readonly StepRow[];
}

const mostNamed = 6;

const stays = ({ state, changed, undo }: StepRow): boolean =>
  state === 'succeeded' && changed === true && undo === 'none';

/** What it has left is looked for by the undo run. */
const isLeftOpen = ({ state, undo, attempts, error, undoneBy }: StepRow): boolean =>
  undoneBy === undefined &&
  undo === 'possible' &&
  attempts > 0 &&
  (state === 'canceled' || state === 'unknown' || error?.data['unsure'] !== undefined);

const canBeUndone = ({ state, changed, undo, undoneBy }: StepRow): boolean =>
  undoneBy === undefined && state === 'succeeded' && changed === true && undo === 'possible';

/** Makes the run that takes back what this one changed. That one waits to be confirmed, with its own steps. */
export function TakeBack({ run, steps }: TakeBackProps): ReactElement | null {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const [, go] = useLocation();
  const [isAsking, setAsking] = useState(false);
  const taking = useDeed(async (client) => go(`/runs/${await client.runs.revert({ run: run.id })}`));
  // The last change is undone first.
  const undone = steps.filter((step) => canBeUndone(step) || isLeftOpen(step)).reverse();
  const open = steps.filter(isLeftOpen).length;
  const staying = steps.filter(stays);
  const named = staying
    .slice(0, mostNamed)
    .map(({ title }) => words(title))
    .join(t('common:separator'));
  if (run.endedAt === null || run.revertsRunId !== null || undone.length === 0) {
    return null;
  }
  return (
    <>
      <Action requested={taking.isUnderWay} onAct={() => setAsking(true)}>
        {t('takeBack.title')}…
      </Action>
      {isAsking ? (
        <Decide
          needsReason={false}
          title={t('takeBack.title')}
          act={t('takeBack.act')}
          error={taking.error}
          isUnderWay={taking.isUnderWay}
          onCancel={() => setAsking(false)}
          onDecide={() => void taking.act()}
        >
          <p>{t('takeBack.follows', { count: undone.length })}</p>
          <UndoneSteps steps={undone} />
          <p className="undone-lost">{t('undoing.lost')}</p>
          {open === 0 ? null : <p>{t('takeBack.open', { count: open })}</p>}
          {staying.length === 0 ? null : (
            <p>
              {t(staying.length > mostNamed ? 'takeBack.moreStay' : 'takeBack.stay', {
                steps: named,
                count: staying.length,
              })}
            </p>
          )}
        </Decide>
      ) : null}
    </>
  );
}
