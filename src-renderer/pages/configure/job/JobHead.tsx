import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GlyphName } from '../../../components/Glyph.tsx';
import { PageHead, type StageLink } from '../../../components/PageHead.tsx';

const allStages = ['sheet', 'site', 'preflight', 'preview', 'run', 'check', 'report'] as const;
/** What a job goes through, from the sheet to the report. */
export type Stage = (typeof allStages)[number];

interface JobInHand {
  /** The import; without it the stages before the run cannot be opened. */
  readonly importId?: number | undefined;
  /** The run; without it the stages from the run on cannot be opened. */
  readonly runId?: string | undefined;
  /** How stages stand. */
  readonly glyphs?: Readonly<Partial<Record<Stage, GlyphName>>> | undefined;
}

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
  return allStages.map((stage) => ({
    key: stage,
    title: stage === 'run' || stage === 'report' ? t(`common:stages.${stage}`) : t(`stages.${stage}`),
    to: addressOf(stage, job),
    glyph: job.glyphs?.[stage],
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
