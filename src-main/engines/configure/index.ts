import type { Acquired, AcquireContext, Engine } from '../../runner/definition.ts';
import { configureIdentity } from '../../contract/configure-names.ts';
import type { RunSubject } from '../../contract/run.ts';
import { siteLooks } from './after-sleep.ts';
import { type ConfigureInput, configureInputSchema } from './input.ts';
import { editableValues } from './editable.ts';
import { configureOutputs } from './outputs.ts';
import { effectivePlan, valueAt, withValue } from './plan-values.ts';
import type { ConfigureWorld } from './ports.ts';
import { requiredSecrets, selectSteps } from './selection.ts';
import { createClusterSession } from './session.ts';
import { administratorSecret } from './steps/administrator.ts';
import { scanSite } from './steps/site.ts';
import { usualMs } from './usual-durations.ts';
import type { SiteWorld } from './world.ts';

export type { ConfigureInput } from './input.ts';
export { configureInputSchema } from './input.ts';
export type { NewSheet, SheetOfOrder } from './new-sheet.ts';
export { pathInNewSheet, withNewSheet } from './new-sheet.ts';
export { agreeing, pairHosts } from './pairing.ts';
export type { PairingFact } from './pairing.ts';
export { effectivePlan, valueAt } from './plan-values.ts';
export { subtitle } from './report/shared-chapters.ts';
export { toReportDraft } from './report/document.ts';
export { decidedAbout } from './report/people.ts';
export { previewBasis } from './report/preview-basis.ts';
export type { ReportSources } from './report/sources.ts';
export { writtenBack } from './report/written-back.ts';
export { requireKeyFields, selectSteps, sheetErrorAt } from './selection.ts';
export { allOf, switchDifferences } from './switch-differences.ts';

/** What a process needs to open the world of one run: which plan, which secrets, and what a person has answered. */
export interface WorldRequest extends AcquireContext {
  readonly input: ConfigureInput;
  /** Paths of the secrets that the run's steps need. */
  readonly secretPaths: readonly string[];
}

export type OpenWorld = (request: WorldRequest) => Promise<Acquired<ConfigureWorld>>;

/** Its practice site answers at an address of its own, which changes with each start. */
function addressOf({ site }: Pick<ConfigureInput, 'site'>): string | null {
  return site.kind === 'practice' ? site.url : new URL(site.baseUrl).host;
}

function subjectOf(input: ConfigureInput): RunSubject {
  const { customer, project, cluster } = input.plan;
  const owner = [customer, project].filter((part) => part !== null).join(' · ');
  return {
    name: cluster.name ?? owner,
    owner: owner === '' || cluster.name === null ? null : owner,
    address: addressOf(input),
    identityLabel: configureIdentity,
  };
}

/** What a run there holds. */
export function targetOf(input: Pick<ConfigureInput, 'site'>): string {
  return `${input.site.kind === 'practice' ? 'practice' : 'smartx'}:${addressOf(input) ?? 'own'}`;
}

/** From the planning workbook to a configured SmartX cluster. docs/engines/configure.md says how each step behaves. */
export function createConfigureEngine(openWorld: OpenWorld): Engine<ConfigureInput, SiteWorld> {
  return {
    kind: 'configure',
    logName: 'stage_config_cluster',
    version: 1,
    parseInput: (stored) => configureInputSchema.parse(stored),
    title: ({ plan }) =>
      [plan.customer, plan.project, plan.cluster.name].filter((part) => part !== null).join(' · '),
    subject: subjectOf,
    hasReport: true,
    isPractice: ({ site }) => site.kind === 'practice',
    faults: ({ site }) => (site.kind === 'practice' ? (site.faults ?? []) : []),
    usualMs,
    targets: (input) => [targetOf(input)],
    plan: (input) => selectSteps(input).steps,
    async acquire(input, context): Promise<Acquired<SiteWorld>> {
      const acquired = await openWorld({
        ...context,
        input,
        secretPaths: requiredSecrets(input, context.isDone),
      });
      if (acquired.kind === 'asks') {
        return acquired;
      }
      const { world } = acquired;
      const { user } = effectivePlan(input).cluster.administrator;
      const session = createClusterSession(world, () => {
        const password = world.secret(administratorSecret);
        return password === null ? null : { username: user, password };
      });
      return { kind: 'ready', world: { ...world, session }, release: () => acquired.release() };
    },
    async readIdentity(world, _target, signal) {
      await world.cluster.checkConnection({ signal });
      return (await scanSite(world, signal))?.map(({ uuid }) => uuid) ?? null;
    },
    looksAfterSleep: siteLooks,
    outputs: (input, journal, intentOf) =>
      configureOutputs({ leftOut: selectSteps(input).leftOut, journal, uploadIntent: intentOf('iso') }),
    leftOut: (input) => selectSteps(input).leftOut,
    editable: editableValues,
    edit(input, key, value) {
      const plan = effectivePlan(input);
      withValue(plan, key, value);
      return {
        input: { ...input, edits: [...input.edits, { key, value }] },
        before: valueAt(plan, key) ?? null,
      };
    },
  };
}
