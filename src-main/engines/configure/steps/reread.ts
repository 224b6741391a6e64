import { counted } from '../../../contract/counted.ts';
import { z } from 'zod';
import type { Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import { type Check, checkSchema } from '../report/check-groups.ts';
import { wordsOf, type Rereading } from '../rereading/check.ts';
import { rereadBmcAccounts, recallAccounts } from '../rereading/hosts.ts';
import { rereadImage } from '../rereading/image.ts';
import { rereadNetworks } from '../rereading/networks.ts';
import { withPatientReads } from '../rereading/patient-reads.ts';
import { rereadSettings } from '../rereading/settings.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, nothing, onlyLooks, type SiteContext, type SiteStep } from '../world.ts';
import { warnOfEdits } from './edited-since.ts';
import { needs, settled, type Candidate, type Planning } from './planning.ts';

async function rereadEverything(of: Rereading): Promise<readonly Check[]> {
  return [
    ...(await rereadSettings(of)),
    ...(await rereadBmcAccounts(of)),
    ...(await rereadNetworks(of)),
    ...recallAccounts(of),
    ...(await rereadImage(of)),
  ];
}

export const reread = outputOf('reread', z.object({ checks: z.array(checkSchema).readonly() }));

function rereadStep(planning: Planning, { before, inScope }: StepsBefore): SiteStep {
  const inChosen = new Set(inScope);
  return defineStep({
    ...onlyLooks,
    ...reread,
    title: titleOf('reread'),
    group: 'report',
    repeatable: true,
    onFailure: 'warn',
    dependsOn: [...needs('session'), ...settled(...before)],
    async probe(context) {
      if (context.runId === 'preview') {
        return {
          verdict: 'unreadable',
          why: { zh: '全部完成后读取', en: 'Read when everything is done' },
          change: {
            zh: '把每个规划值与站点上的实际值比对',
            en: 'Compare all planned values with the site',
          },
          intent: {},
        };
      }
      const checks = await rereadEverything({
        planning,
        context: withPatientReads(context),
        inScope: (key) => inChosen.has(key),
      });
      await context.confirmSite();
      const different = checks.filter(({ verdict }) => verdict === 'different');
      for (const check of different) {
        context.log.warn(deviation(check), { action: 'reread', subject: wordsOf(check.subject).en });
      }
      return {
        verdict: 'done',
        found: {
          zh: `核对 ${checks.length} 项，${different.length} 项不一致`,
          en: `${counted(checks.length, 'value')} checked, ${different.length} different`,
        },
        output: { checks },
      };
    },
  });
}

function deviation(check: Check): Text {
  const subject = wordsOf(check.subject);
  const planned = wordsOf(check.planned);
  const actual = wordsOf(check.actual ?? '—');
  return {
    zh: `${subject.zh}：规划「${planned.zh}」，现场「${actual.zh}」`,
    en: `${subject.en}: planned ${planned.en}, current ${actual.en}`,
  };
}

/** The write-back compares the workbook too, and a person has decided where it asked. */
const isCompared = (context: SiteContext): boolean =>
  ['succeeded', 'warning'].includes(context.journal().endings.get('write-back')?.state ?? '');

function reportStep(planning: Planning, before: readonly string[]): SiteStep {
  return defineStep({
    key: 'report',
    intent: nothing,
    output: z.object({ path: z.string() }),
    title: titleOf('report'),
    group: 'report',
    dependsOn: settled(...before),
    onFailure: 'warn',
    onCrash: 'redo',
    undo: 'none',
    harmless: true,
    retry: { ...networkRetry, maximumAttempts: 1 },
    probe: () =>
      Promise.resolve({
        verdict: 'todo',
        change: { zh: '生成验收报告', en: 'Create the acceptance report' },
        intent: {},
      }),
    async apply(_intent, context) {
      if (!isCompared(context)) {
        await warnOfEdits(planning, context);
      }
      return { path: await context.world.writeReport(context.runId) };
    },
  });
}

interface StepsBefore {
  /** Keys of all steps that stand before these two. */
  readonly before: readonly string[];
  /** Those of them that can be done: what they set is read again. */
  readonly inScope: readonly string[];
}

export function reportCandidates(planning: Planning, of: StepsBefore): readonly Candidate[] {
  return [
    { step: rereadStep(planning, of), consumes: [] },
    { step: reportStep(planning, [...of.before, 'reread']), consumes: [] },
  ];
}
