/** The report's chapter about what people decided. */
import { z } from 'zod';
import { differenceSchema, type Difference, type Intervention } from '../../../contract/run.ts';
import { valueName, valuesOf } from '../../../contract/plan-words.ts';
import { namesOf, sheetDecisions } from '../../../contract/sheet-decisions.ts';
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

export function manualHandling(sources: ReportSources): readonly Handling[] {
  const { input, run, steps, interventions, overrides, ignored } = sources;
  const decided = interventions
    .filter(({ kind }) => kind !== 'retry' && kind !== 'cancel')
    .map((one) => {
      const text = (name: string): string | null =>
        typeof one.detail[name] === 'string' ? one.detail[name] : null;
      const path = text('key');
      const answer = answerOf(one);
      const subject =
        steps.find(({ key }) => key === one.step)?.title ??
        (path === null ? null : editedValue(input, path)) ??
        answer?.question ??
        text('code') ??
        run.title;
      const differences = differencesOf(one);
      return {
        at: new Date(one.at).toISOString(),
        by: one.by,
        kind: one.kind,
        subject,
        before: text('before') ?? side(differences, 'planned'),
        after: text('after') ?? answer?.title ?? text('choice') ?? side(differences, 'actual'),
        reason: one.reason,
      };
    });
  const ofSheet = sheetDecisions({ overrides, ignored }).map(
    ({ kind, subject, before, after, reason, by, atMs }) => ({
      at: new Date(atMs).toISOString(),
      by,
      kind,
      subject,
      before,
      after,
      reason,
    }),
  );
  const all = [...decided, ...ofSheet];
  const nameOf = namesOf(
    all.map(({ by }) => by),
    { engineer: input.engineer, login: run.startedBy },
  );
  return all.map((one) => ({ ...one, by: nameOf(one.by) }));
}
