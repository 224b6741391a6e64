import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead, type StageLink } from '../../../components/PageHead.tsx';
import { allStages, type JobInHand, type Stage } from './stages.ts';
import { useStageGlyphs } from './use-stage-glyphs.ts';

function addressOf(stage: Stage, { importId, runId }: JobInHand): string | null {
  if (stage === 'run' || stage === 'check' || stage === 'report') {
    const run = runId === undefined ? null : `/runs/${runId}`;
    return run === null || stage === 'run' ? run : `${run}/${stage}`;
  }
  const sheet = importId === undefined ? null : `/configure/sheets/${importId}`;
  return sheet === null || stage === 'sheet' ? sheet : `${sheet}/${stage}`;
}

/** The stages of a job with where each is. */
export function useJobStages(job: JobInHand): readonly StageLink[] {
  const { t } = useTranslation(['configure', 'common']);
  const glyphs = { ...useStageGlyphs(job), ...job.glyphs };
  return allStages.map((stage) => ({
    key: stage,
    title: stage === 'run' || stage === 'report' ? t(`common:stages.${stage}`) : t(`stages.${stage}`),
    to: addressOf(stage, job),
    glyph: glyphs[stage],
  }));
}

interface JobHeadProps extends JobInHand {
  readonly title: string;
  /** Said after the title: the workbook's name, how many steps. */
  readonly note?: ReactNode;
  readonly current: Stage;
  /** Buttons at the right. */
  readonly children?: ReactNode;
}

/** The head of every page of a job: what is shown, and its stages, as links where they can be opened. */
export function JobHead({ title, note, current, children, ...job }: JobHeadProps): ReactElement {
  return (
    <PageHead title={title} note={note} stages={useJobStages(job)} current={current}>
      {children}
    </PageHead>
  );
}
