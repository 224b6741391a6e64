import type { Json } from '../../../contract/json.ts';
import type { Check, Rereading } from '../rereading/check.ts';
import { rereadBmcAccounts, recallAccounts } from '../rereading/hosts.ts';
import { rereadImage } from '../rereading/image.ts';
import { rereadNetworks } from '../rereading/networks.ts';
import { withPatientReads } from '../rereading/patient-reads.ts';
import { rereadSettings } from '../rereading/settings.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, onlyLooks } from '../world.ts';
import type { SiteStep } from '../world.ts';
import { needs, settled } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';

async function rereadEverything(of: Rereading): Promise<readonly Check[]> {
  return [
    ...(await rereadSettings(of)),
    ...(await rereadBmcAccounts(of)),
    ...(await rereadNetworks(of)),
    ...recallAccounts(of),
    ...(await rereadImage(of)),
  ];
}

function rereadStep(planning: Planning, chosen: readonly string[]): SiteStep {
  const inChosen = new Set(chosen);
  return {
    ...onlyLooks,
    ...{
      key: 'reread',
      title: titleOf('reread', planning.input.language),
      group: 'report',
      onFailure: 'warn',
    },
    dependsOn: [...needs('session'), ...settled(...chosen)],
    async probe(context) {
      if (context.runId === 'preview') {
        return {
          verdict: 'unreadable',
          why: 'read when everything is done',
          change: 'compare every planned value with the site',
          intent: {},
        };
      }
      const checks = await rereadEverything({
        planning,
        context: withPatientReads(context),
        inScope: (key) => inChosen.has(key),
      });
      const different = checks.filter(({ verdict }) => verdict === 'different');
      for (const { subject, planned, actual } of different) {
        context.log.warn(`${subject} reads ${actual ?? '—'} instead of ${planned}`, {
          action: 'reread',
          subject,
        });
      }
      return {
        verdict: 'done',
        found: `${checks.length} values read again, ${different.length} different`,
        output: { checks } as unknown as Json,
      };
    },
  };
}

function reportStep({ input }: Planning, before: readonly string[]): SiteStep {
  return {
    ...{
      key: 'report',
      title: titleOf('report', input.language),
      group: 'report',
      dependsOn: settled(...before),
      onFailure: 'warn',
    },
    ...{ onCrash: 'redo', undo: 'none', harmless: true, retry: { ...networkRetry, maximumAttempts: 1 } },
    probe: () => Promise.resolve({ verdict: 'todo', change: 'write the acceptance report', intent: {} }),
    apply: async (_intent, context) => ({ path: await context.world.writeReport(context.runId) }),
  };
}

/** @param before keys of all steps that stand before these two. */
export function reportCandidates(planning: Planning, before: readonly string[]): readonly Candidate[] {
  return [
    { step: rereadStep(planning, before), consumes: [] },
    { step: reportStep(planning, [...before, 'reread']), consumes: [] },
  ];
}
