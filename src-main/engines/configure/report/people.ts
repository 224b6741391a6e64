/** The report's chapters about what people did and what they are handed: manual handling, and the accounts. */
import { z } from 'zod';
import { differenceSchema, type Difference, type Intervention } from '../../../contract/run.ts';
import type { AccountRow } from './chapters.ts';
import type { ReportSources } from './sources.ts';
import type { Text } from '../../../contract/text.ts';
import { wordsOfRule } from '../../../contract/rule-words.ts';
import { consumedBy } from '../selection.ts';

interface Handling {
  readonly at: string;
  readonly by: string;
  readonly kind: Text | string;
  readonly subject: Text | string;
  readonly before: Text | string | null;
  readonly after: Text | string | null;
  readonly reason: string | null;
}

export const timeOf = (atMs: number | null): string | null =>
  atMs === null ? null : new Date(atMs).toISOString();

/** What an edit was of: the step that works from the value, as it is called, with the value's path behind it. */
function editedValue({ input, steps }: ReportSources, path: string): Text | string {
  const users = [...consumedBy(input)].filter(([, paths]) =>
    paths.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`)),
  );
  const title = steps.find(({ key }) => users.some(([user]) => user === key))?.title;
  return title === undefined ? path : { zh: `${title.zh}（${path}）`, en: `${title.en} (${path})` };
}

/** A finding as the sheet no longer shows it: its cell, and what its rule is about. */
function ignoredFinding({ sheet, cell, code }: ReportSources['ignoredFindings'][number]): Text | string {
  const place = `${sheet}!${cell}`;
  const rule = wordsOfRule(code);
  return rule === null
    ? `${place} ${code}`
    : { zh: `${place} ${rule.zh}（${code}）`, en: `${place} ${rule.en} (${code})` };
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

const edited: Text = { zh: '修改', en: 'Edited' };
const findingIgnored: Text = { zh: '忽略问题', en: 'Finding ignored' };

export function manualHandling(sources: ReportSources): readonly Handling[] {
  const decided = sources.interventions
    .filter(({ kind }) => kind !== 'retry' && kind !== 'cancel')
    .map((one) => {
      const text = (name: string): string | null =>
        typeof one.detail[name] === 'string' ? one.detail[name] : null;
      const path = text('key');
      const subject =
        sources.steps.find(({ key }) => key === one.step)?.title ??
        (path === null ? null : editedValue(sources, path)) ??
        text('code') ??
        sources.run.title;
      const differences = differencesOf(one);
      return {
        at: new Date(one.at).toISOString(),
        by: one.by,
        kind: one.kind,
        subject,
        before: text('before') ?? side(differences, 'planned'),
        after: text('after') ?? text('choice') ?? side(differences, 'actual'),
        reason: one.reason,
      };
    });
  const overridden = sources.overrides.map((one) => ({
    at: new Date(one.at).toISOString(),
    by: one.by,
    kind: edited,
    subject: `${one.sheet}!${one.cell}`,
    before: one.secret ? null : one.original,
    after: one.secret ? null : one.value,
    reason: one.reason,
  }));
  const ignored = sources.ignoredFindings.map((one) => ({
    at: new Date(one.at).toISOString(),
    by: one.by,
    kind: findingIgnored,
    subject: ignoredFinding(one),
    before: null,
    after: null,
    reason: one.reason,
  }));
  const all = [...decided, ...overridden, ...ignored];
  const { engineer } = sources.input;
  // The login of the laptop says little to a customer; where several worked on it, it tells them apart.
  const isOne = new Set(all.map(({ by }) => by)).size === 1;
  return engineer === null || !isOne ? all : all.map((one) => ({ ...one, by: engineer }));
}

export function accountRows({ input, steps }: ReportSources): readonly AccountRow[] {
  return input.plan.hosts.flatMap((host) =>
    host.accounts.flatMap(({ user }) => {
      const step = steps.find(({ key }) => key === `password:${host.name}:${user}`);
      if (step === undefined) {
        return [];
      }
      return [
        {
          host: host.name,
          account: user,
          changed: step.changed === true,
          verified: step.state === 'succeeded',
          at: timeOf(step.endedAt),
        },
      ];
    }),
  );
}
