import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { NotHere } from '../../components/NotHere.tsx';
import { Failed, Loading } from '../../components/State.tsx';
import { engineOf } from '../../engine-pages.ts';
import { CallError } from '../../sync/client.ts';
import { useTopicState } from '../../sync/rows.ts';
import { useRuns } from '../../sync/runs.ts';
import { Report } from './report/Report.tsx';

interface RunStageProps {
  readonly id: string;
  readonly stage: string;
}

/** A page of a run besides its own: its report, or one that its engine brings, such as what was read back after it. */
export function RunStage({ id, stage }: RunStageProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const kind = useRuns((run) => run.get(id)?.kind ?? null);
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  if (kind === null) {
    const gone = t('common:notHere.run');
    return hasHeard ? (
      <Failed title={t('unknown', { id })} error={new CallError('RUN_NOT_FOUND', { zh: gone, en: gone })} />
    ) : (
      <Loading />
    );
  }
  const Page = stage === 'report' ? Report : engineOf(kind)?.runFrame.pages[stage];
  return Page === undefined ? <NotHere /> : <Page id={id} />;
}
