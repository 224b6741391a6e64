import type { GlyphName } from '../../../components/Glyph.tsx';

export const allStages = ['sheet', 'site', 'preflight', 'preview', 'run', 'check', 'report'] as const;
/** What a job goes through, from the sheet to the report. */
export type Stage = (typeof allStages)[number];

export interface JobInHand {
  /** The import; without it the stages before the run cannot be opened. */
  readonly importId?: number | undefined;
  /** The run; without it the stages from the run on cannot be opened. */
  readonly runId?: string | undefined;
  /** How stages stand, where the page knows it better than it was kept. */
  readonly glyphs?: Readonly<Partial<Record<Stage, GlyphName>>> | undefined;
}
