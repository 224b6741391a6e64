import type { ReportDocument } from '../../../../src-main/contract/report.ts';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import type { GlyphName } from '../../../components/Glyph.tsx';
import type { StageLink } from '../../../components/PageHead.tsx';
import { glyphOfStanding } from '../../../components/Status.tsx';
import { glyphOfConclusion } from '../after/verdict.tsx';
import { useJobStages, type Stage } from '../job/JobHead.tsx';
import { useImportOf } from '../job/use-import.ts';

type StageGlyphs = Readonly<Partial<Record<Stage, GlyphName>>>;

/** How the stages of a run's job stand, on whichever of its pages: as the sheet was read last, and as far as there is a report. */
export function useStageGlyphs(
  run: RunRow | null,
  importId: number | undefined,
  report: Pick<ReportDocument, 'conclusion'> | null,
): StageGlyphs {
  const { value } = useAnswer(`sheet-counts/${importId ?? ''}`, async (client, signal) =>
    importId === undefined ? null : client.imports.show({ id: importId }, { signal }),
  );
  const counts = value?.versions.at(-1)?.counts ?? null;
  const glyphs: Partial<Record<Stage, GlyphName>> = {};
  if (counts !== null) {
    glyphs.sheet = counts.error > 0 ? 'error' : counts.warning > 0 ? 'caution' : 'unchanged';
  }
  if (run !== null) {
    glyphs.run = glyphOfStanding(run);
  }
  if (report !== null) {
    glyphs.check = glyphOfConclusion[report.conclusion.verdict];
  }
  return glyphs;
}

/** The stages of the job that a run belongs to, for the run's own page, which needs nothing else of the report. */
export function useRunStages(run: RunRow): readonly StageLink[] {
  const hasReport = run.hasReport && run.endedAt !== null;
  const importId = useImportOf(run.id);
  const { value } = useAnswer(`run-verdict/${run.id}/${run.endedAt ?? ''}`, async (client, signal) =>
    hasReport ? client.reports.document({ run: run.id }, { signal }) : null,
  );
  const glyphs = useStageGlyphs(run, importId, value?.en ?? null);
  return useJobStages({ importId, runId: run.id, glyphs });
}
