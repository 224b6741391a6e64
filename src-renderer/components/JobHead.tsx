import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Glyph, type GlyphName } from './Glyph.tsx';

const allStages = ['sheet', 'site', 'preflight', 'preview', 'run', 'check', 'report'] as const;
/** What a job goes through, from the sheet to the report. */
export type Stage = (typeof allStages)[number];

interface JobHeadProps {
  readonly title: string;
  /** Said after the title: the workbook's name, how many steps, how the run stands. */
  readonly note?: ReactNode;
  /** The import; without it the stages before the run cannot be opened. */
  readonly importId?: number | undefined;
  /** The run; without it the stages from the run on cannot be opened. */
  readonly runId?: string | undefined;
  readonly current: Stage;
  /** The stages that it goes through; all of them where nothing else is said. */
  readonly stages?: readonly Stage[] | undefined;
  /** How stages stand, drawn after their names. */
  readonly glyphs?: Readonly<Partial<Record<Stage, GlyphName>>>;
  /** Buttons at the right. */
  readonly children?: ReactNode;
}

function addressOf(
  stage: Stage,
  { importId, runId }: Pick<JobHeadProps, 'importId' | 'runId'>,
): string | null {
  const job = importId === undefined ? null : `/job/${importId}`;
  const run = runId === undefined ? null : `/run/${runId}`;
  if (stage === 'run') {
    return run;
  }
  if (stage === 'check' || stage === 'report') {
    return run === null ? null : `${run}/${stage}`;
  }
  return job === null ? null : `${job}/${stage}`;
}

/** The head of every page of a job: what is shown, and its stages, as links where they can be opened. */
export function JobHead(props: JobHeadProps): ReactElement {
  const { title, note, current, stages = allStages, glyphs, children, ...job } = props;
  const { t } = useTranslation();
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {note === undefined ? null : <span className="quiet cut">{note}</span>}
      <nav className="stages" aria-label={t('stages.label')}>
        {stages.map((stage) => {
          const to = stage === current ? null : addressOf(stage, job);
          const glyph = glyphs?.[stage];
          const words = (
            <>
              {t(`stages.${stage}`)}
              {glyph === undefined ? null : <Glyph name={glyph} />}
            </>
          );
          if (to !== null) {
            return (
              <Link key={stage} href={to}>
                {words}
              </Link>
            );
          }
          return (
            <span key={stage} className="stage" aria-current={stage === current ? 'step' : undefined}>
              {words}
            </span>
          );
        })}
      </nav>
      {children === undefined ? null : <span className="page-head-acts">{children}</span>}
    </header>
  );
}
