import type { GlyphName } from '../../../components/Glyph.tsx';
import { glyphOfStanding } from '../../../components/Status.tsx';
import { useAnswer } from '../../../ask/use-call.ts';
import { useRunRow } from '../../../sync/runs.ts';
import { glyphOfConclusion } from '../after/verdict.tsx';
import { glyphOfLook } from '../preflight/items.ts';
import { glyphOfCounts, holdingFor } from './job.ts';
import type { JobInHand, Stage } from './stages.ts';

type JobOfStages = Pick<JobInHand, 'importId' | 'runId'>;
type StageGlyphs = Readonly<Partial<Record<Stage, GlyphName>>>;

/** How the stages before the run stand: as the sheet was read last, and as a check of the site came out that still holds. */
function useSheetStands({ importId, runId }: JobOfStages): StageGlyphs {
  // Asked again when a run was made: it changes the site, and may change the sheet.
  const { value } = useAnswer(`sheet-stands/${importId ?? ''}/${runId ?? ''}`, async (client, signal) => {
    if (importId === undefined) {
      return null;
    }
    const [shown, check] = await Promise.all([
      client.imports.show({ id: importId }, { signal }),
      client.configure.lastCheck({ import: importId }, { signal }),
    ]);
    return { versions: shown.versions, check };
  });
  const version = value?.versions.at(-1);
  const check = holdingFor(version?.sha256 ?? '', value?.check ?? null);
  const counts = version?.counts ?? null;
  return {
    ...(counts === null ? {} : { sheet: glyphOfCounts(counts) }),
    ...(check === null ? {} : { preflight: glyphOfLook(check.items) }),
  };
}

/** How the stages of a job stand; the same on whichever of its pages. */
export function useStageGlyphs(job: JobOfStages): StageGlyphs {
  const run = useRunRow(job.runId ?? '');
  const before = useSheetStands(job);
  const reported = run !== null && run.hasReport && run.endedAt !== null ? run : null;
  const { value: report } = useAnswer(
    `run-verdict/${reported?.id ?? ''}/${reported?.revision ?? ''}`,
    async (client, signal) =>
      reported === null ? null : client.reports.document({ run: reported.id }, { signal }),
  );
  const glyphs: Partial<Record<Stage, GlyphName>> = { ...before };
  if (run !== null) {
    glyphs.run = glyphOfStanding(run);
  }
  if (report !== null) {
    glyphs.check = glyphOfConclusion[report.en.conclusion.verdict];
  }
  return glyphs;
}
