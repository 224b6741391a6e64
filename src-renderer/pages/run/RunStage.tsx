import type { ReactElement } from 'react';
import { NotHere } from '../../components/NotHere.tsx';
import { Loading } from '../../components/State.tsx';
import { engineOf } from '../../engine-pages.ts';
import { useRuns } from '../../sync/runs.ts';
import { NoRun } from './NoRun.tsx';
import { Report } from './report/Report.tsx';
import { useListed } from './use-listed.ts';

interface RunStageProps {
  readonly id: string;
  readonly stage: string;
}

/** A page of a run besides its own: its report, or one that its engine brings, such as what was read back after it. */
export function RunStage({ id, stage }: RunStageProps): ReactElement {
  const kind = useRuns((run) => run.get(id)?.kind ?? null);
  const { isMissing, isDeleted } = useListed(id);
  if (kind === null) {
    return isMissing ? <NoRun id={id} isDeleted={isDeleted} error={null} /> : <Loading />;
  }
  const Page = stage === 'report' ? Report : engineOf(kind)?.runFrame.pages[stage];
  return Page === undefined ? <NotHere /> : <Page id={id} />;
}
