/** The report's chapter about what people decided. */
import { z } from 'zod';
import { differenceSchema, type Difference, type Intervention } from '../../../contract/run.ts';
import { valueName, valuesOf } from '../../../contract/plan-words.ts';
import { type DecidedSheet, type SheetDecision, sheetDecisions } from '../../../contract/sheet-decisions.ts';
import { textSchema } from '../../../contract/text-schema.ts';
import type { Text } from '../../../contract/text.ts';
import type { ConfigureInput } from '../input.ts';
import type { ReportSources } from './sources.ts';

interface Handling {
  readonly at: string;
  readonly by: Text | string;
  readonly kind: Text | string;
  readonly subject: Text | string;
  readonly before: Text | string | null;
  readonly after: Text | string | null;
  readonly reason: string | null;
}

export const timeOf = (atMs: number | null): string | null =>
  atMs === null ? null : new Date(atMs).toISOString();

/** A value of the plan as the sheet has it: what it belongs to, which it is, and its cell. */
function editedValue({ plan }: ConfigureInput, path: string): Text | string {
  const name = valueName(path, valuesOf(plan));
  const origin = plan.origins[path];
  if (name === null || origin === undefined) {
    return name ?? path;
  }
  const at = `${origin.sheet}!${origin.cell}`;
  return { zh: `${name.zh}（${at}）`, en: `${name.en} (${at})` };
}

const adoptionSchema = z.object({ differences: z.array(differenceSchema) });

/** What was taken instead of what was planned, and what it differs in. */
function differencesOf({ kind, detail }: Intervention): readonly Difference[] {
  const parsed = adoptionSchema.safeParse(detail);
  return kind === 'adopt' && parsed.success ? parsed.data.differences : [];
}

function side(differences: readonly Difference[], of: 'planned' | 'actual'): Text | null {
  if (differences.length === 0) {
    return null;
  }
  return {
    zh: differences.map((row) => `${row.field.zh}：${row[of].zh}`).join('；'),
    en: differences.map((row) => `${row.field.en}: ${row[of].en}`).join('; '),
  };
}

const answerSchema = z.object({ question: textSchema, title: textSchema });

/** What was asked and chosen, in words; answers of earlier versions have their codes only. */
function answerOf({ kind, detail }: Intervention): z.output<typeof answerSchema> | null {
  const parsed = answerSchema.safeParse(detail);
  return kind === 'answer' && parsed.success ? parsed.data : null;
}

const handlingOf = (decisions: readonly SheetDecision[]): readonly Handling[] =>
  decisions.map(({ kind, subject, before, after, reason, by, atMs }) => ({
    at: new Date(atMs).toISOString(),
    by,
    kind,
    subject,
    before,
    after,
    reason,
  }));

/** A login tells a customer nothing: whoever signs stands for their own, by name or as what they are. */
const engineerRole: Text = { zh: '实施工程师', en: 'Deployment engineer' };

interface Signing {
  /** As it was given; null leaves the line open. */
  readonly engineer: string | null;
  /** The login of the one who signs; absent where that was not recorded. */
  readonly login: string | undefined;
}

/** The engineer for what was done under the login of the one who signs, or by the only one who did anything. */
function signedBy(all: readonly Handling[], { engineer, login }: Signing): readonly Handling[] {
  const isOne = new Set(all.map(({ by }) => by)).size <= 1;
  return all.map((one) => (isOne || one.by === login ? { ...one, by: engineer ?? engineerRole } : one));
}

/** What people decided about a workbook, for the preview that is signed. */
export const decidedAbout = (sheet: DecidedSheet, signing: Signing): readonly Handling[] =>
  signedBy(handlingOf(sheetDecisions(sheet)), signing);

/** A decision about the run, in the words of what it was about. */
function decidedInRun(sources: ReportSources, one: Intervention): Handling {
  const text = (name: string): string | null =>
    typeof one.detail[name] === 'string' ? one.detail[name] : null;
  const answer = answerOf(one);
  const differences = differencesOf(one);
  return {
    at: new Date(one.at).toISOString(),
    by: one.by,
    kind: one.kind,
    subject: subjectOf(sources, one) ?? answer?.question ?? text('code') ?? sources.run.title,
    before: text('before') ?? side(differences, 'planned'),
    after: text('after') ?? answer?.title ?? text('choice') ?? side(differences, 'actual'),
    reason: one.reason,
  };
}

/** The step or the value that it was about; null where it was about the run. */
function subjectOf(
  { input, steps }: ReportSources,
  { step, detail: { key } }: Intervention,
): Text | string | null {
  const title = steps.find((one) => one.key === step)?.title;
  return title ?? (typeof key === 'string' ? editedValue(input, key) : null);
}

export function manualHandling(sources: ReportSources): readonly Handling[] {
  const { input, run, interventions, overrides, ignored } = sources;
  const all = [
    ...handlingOf(sheetDecisions({ overrides, ignored })),
    ...interventions
      .filter(({ kind }) => kind !== 'retry' && kind !== 'cancel')
      .map((one) => decidedInRun(sources, one)),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return signedBy(all, { engineer: input.engineer, login: run.startedBy });
}
