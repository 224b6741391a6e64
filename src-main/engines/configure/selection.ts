import { AppError } from '../../contract/errors.ts';
import { notChosen } from '../../contract/preview-scope.ts';
import type { PreviewDocument } from '../../contract/run.ts';
import { matchesStep } from '../../contract/step-pattern.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import type { ConfigureInput } from './input.ts';
import { effectivePlan } from './plan-values.ts';
import { administratorCandidates, administratorSecret } from './steps/administrator.ts';
import { ipmiCandidates } from './steps/ipmi.ts';
import { isoCandidates } from './steps/iso.ts';
import { countCandidates, networkCandidates } from './steps/networks.ts';
import { passwordCandidates } from './steps/passwords.ts';
import type { Candidate, Planning } from './steps/planning.ts';
import { reportCandidates } from './steps/reread.ts';
import { serialCandidates } from './steps/serial.ts';
import { settingsCandidates } from './steps/settings.ts';
import { siteCandidates } from './steps/site.ts';
import { switchCandidates } from './steps/switches.ts';
import { withheld } from './steps/withheld.ts';
import { withOrigins } from './step-origins.ts';
import { titleOf } from './titles.ts';
import type { SiteStep } from './world.ts';

type LeftOut = PreviewDocument['leftOut'][number];

export interface Selection {
  readonly steps: readonly SiteStep[];
  readonly leftOut: LeftOut[];
  /** Keys of the steps that cannot be done for want of a value. */
  readonly withheld: ReadonlySet<string>;
}

/** Groups that may be named although this sheet, or this order, has no such step. */
const groups = 'vds vlan vlan-count ipmi password iso reread report serial write-back'.split(' ');

function isKnown(pattern: string, keys: readonly string[]): boolean {
  if (groups.includes(pattern) || groups.includes(pattern.replace(/:?\*$/, ''))) {
    return true;
  }
  if (keys.some((key) => matchesStep(pattern, key))) {
    return true;
  }
  // Counted is what is created: the step is made after it is known which networks belong to the run.
  const [group = '', name = ''] = pattern.split(/:(.*)/s);
  return group === 'vlan-count' && keys.some((key) => key.startsWith(`vlan:${name}/`));
}

function requireKnown(patterns: readonly string[], candidates: readonly Candidate[]): void {
  const keys = candidates.map(({ step }) => step.key);
  for (const pattern of patterns) {
    if (isKnown(pattern, keys)) {
      continue;
    }
    const text = {
      zh: `没有名为 ${pattern} 的步骤，变更预览中列有全部步骤。`,
      en: `No step is named ${pattern}. All steps are listed in the preview.`,
    };
    throw new AppError('USAGE', text, { data: { step: pattern } });
  }
}

/** A path covers what is below it, and what is above it cannot be used without it. */
function touches(blocked: string, consumed: string): boolean {
  const below = (inner: string, outer: string): boolean =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return below(blocked, consumed) || below(consumed, blocked);
}

const noImage: LeftOut = {
  key: 'iso',
  title: titleOf('iso'),
  because: { zh: '未提供 ISO', en: 'No ISO provided' },
  kind: 'notChosen',
};

function isChosen({ step }: Candidate, { only, skip }: ConfigureInput): boolean {
  if (step.mandatory === true) {
    return true;
  }
  if (skip.some((pattern) => matchesStep(pattern, step.key))) {
    return false;
  }
  return only.length === 0 || step.key === 'root' || only.some((pattern) => matchesStep(pattern, step.key));
}

/** Why a step cannot be done, null when it can: an error of the sheet at what it works from, or a value not filled in. */
function obstacleTo({ consumes, absent }: Candidate, input: ConfigureInput): Text | null {
  return sheetErrorAt(input, ...consumes) ?? absent ?? null;
}

/** The first error of the sheet, with its cell, at one of these paths of the plan or at what they need; null where it has none. */
export function sheetErrorAt({ blocked, edits }: ConfigureInput, ...paths: readonly string[]): Text | null {
  // What was edited since is not what the sheet has any more.
  const still = blocked.filter(({ path }) => !edits.some(({ key }) => key === path));
  return still.find(({ path }) => paths.some((one) => touches(path, one)))?.because ?? null;
}

interface Division {
  readonly kept: readonly SiteStep[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Divides candidates that come after the steps chosen before. A switch that cannot be done takes its networks with it;
 * one that was merely not chosen leaves them, they find the switch that is there. What cannot be done stays as a step.
 */
function choose(
  candidates: readonly Candidate[],
  input: ConfigureInput,
  before: readonly SiteStep[],
): Division {
  const chosen = candidates.filter((candidate) => isChosen(candidate, input));
  const present = new Set([...keysOf(before), ...chosen.map(({ step }) => step.key)]);
  const missing = new Map<string, LeftOut>();
  const kept = chosen.map((candidate): SiteStep => {
    const { step } = candidate;
    const gone = step.dependsOn.flatMap(({ key, requires }) => {
      const one = requires === 'succeeded' ? missing.get(key) : undefined;
      return one === undefined ? [] : [one];
    })[0];
    const why = obstacleTo(candidate, input) ?? (gone === undefined ? null : followsFrom(gone));
    const placed = { ...step, dependsOn: step.dependsOn.filter(({ key }) => present.has(key)) };
    if (why === null) {
      return placed;
    }
    missing.set(step.key, withoutStep(step, why, 'missing'));
    return withheld(placed, why);
  });
  const notDone = candidates
    .filter((candidate) => !isChosen(candidate, input))
    .map(({ step }) => withoutStep(step, notChosen, 'notChosen'));
  return { kept, leftOut: [...missing.values(), ...notDone] };
}

const withoutStep = ({ key, title, sources = [] }: SiteStep, why: Text, kind: LeftOut['kind']): LeftOut => ({
  key,
  because: why,
  title,
  cells: [...sources],
  kind,
});

const followsFrom = ({ key, title = verbatim(key), because: why }: LeftOut): Text => ({
  zh: `依赖的步骤「${title.zh}」不执行：${why.zh}`,
  en: `Depends on step "${title.en}", which is not included: ${why.en}`,
});

const candidatesOf = (planning: Planning): Record<'main' | 'rest', readonly Candidate[]> => ({
  main: [
    ...siteCandidates(planning),
    ...administratorCandidates(planning),
    ...settingsCandidates(planning),
    ...ipmiCandidates(planning),
    ...switchCandidates(planning),
    ...networkCandidates(planning),
  ],
  rest: [...passwordCandidates(planning), ...isoCandidates(planning)],
});

/** Paths of the plan that each step works from, whether or not it is chosen. */
export function consumedBy(input: ConfigureInput): ReadonlyMap<string, readonly string[]> {
  const { main, rest } = candidatesOf({ input, plan: effectivePlan(input) });
  return new Map([...main, ...rest].map(({ step, consumes }) => [step.key, consumes]));
}

/** The steps of a configure run, and what of the sheet it leaves out and why. Pure. */
export function selectSteps(input: ConfigureInput): Selection {
  const planning: Planning = { input, plan: effectivePlan(input) };
  const { main, rest } = candidatesOf(planning);
  requireKnown([...input.only, ...input.skip], [...main, ...rest]);
  const steps: SiteStep[] = [];
  const leftOut: LeftOut[] = input.notPlanned.map((one) => ({ ...one, kind: 'sheet' }));
  const add = (candidates: readonly Candidate[], of: ConfigureInput): void => {
    const described = candidates.map((candidate) => withOrigins(candidate, planning.plan));
    const chosen = choose(described, of, steps);
    steps.push(...chosen.kept);
    leftOut.push(...chosen.leftOut);
  };
  // What only sums up the chosen steps belongs to every scope, unless it is skipped by name.
  const always = { ...input, only: [] };
  add(main, input);
  const withoutValue = (): ReadonlySet<string> =>
    new Set(leftOut.flatMap(({ key, kind }) => (kind === 'missing' ? [key] : [])));
  const able = (): readonly string[] => keysOf(steps).filter((key) => !withoutValue().has(key));
  add(countCandidates(planning, new Set(able())), always);
  add(rest, input);
  if (input.iso === null) {
    leftOut.push(noImage);
  }
  add(serialCandidates(planning, keysOf(steps)), input);
  add(reportCandidates(planning, { before: keysOf(steps), inScope: able() }), always);
  return { steps, leftOut, withheld: withoutValue() };
}

const keysOf = (steps: readonly SiteStep[]): readonly string[] => steps.map(({ key }) => key);

/** Refuses a sheet on which the whole job rests but does not stand: nothing is sent for it. */
export function requireKeyFields(input: ConfigureInput): void {
  const missing = input.plan.cluster.administrator.password === null;
  const blocked = input.blocked.find(({ path }) => touches(path, administratorSecret));
  if (missing || blocked !== undefined) {
    throw new AppError(
      'PLAN_INCOMPLETE',
      blocked?.because ?? {
        zh: '规划表未填写集群管理员密码，请填写；未向站点发送任何请求。',
        en: 'The workbook has no cluster administrator password. Enter it; nothing was sent to the site.',
      },
      { data: { path: administratorSecret } },
    );
  }
  if (input.plan.hosts.length === 0) {
    throw new AppError(
      'PLAN_INCOMPLETE',
      {
        zh: '规划表中没有信息完整的主机，请至少补全一台；未向站点发送任何请求。',
        en: 'The workbook has no complete host. Complete at least one; nothing was sent to the site.',
      },
      { data: { path: 'hosts' } },
    );
  }
}

/**
 * Paths of the secrets that the steps still need: what is done needs none. A host's accounts need each other's, because
 * one is the way in to the other.
 */
export function requiredSecrets(
  input: ConfigureInput,
  isDone: (key: string) => boolean = () => false,
): readonly string[] {
  const selection = selectSteps(input);
  const open = new Set(keysOf(selection.steps).filter((key) => !isDone(key) && !selection.withheld.has(key)));
  const paths = [administratorSecret];
  input.plan.hosts.forEach((host, index) => {
    if (open.has(`ipmi:${host.name}`)) {
      paths.push(`hosts[${index}].bmc.password`);
    }
    if (!host.accounts.some(({ user }) => open.has(`password:${host.name}:${user}`))) {
      return;
    }
    host.accounts.forEach(({ password }, position) => {
      if (password !== null) {
        paths.push(`hosts[${index}].accounts[${position}].password`);
      }
    });
  });
  return paths;
}
