/** Which steps of a preview a run would take: what is ticked, what goes along; and how its rows are folded. */
import {
  groupsOf,
  isChange,
  type PreviewGroup,
  type PreviewStep,
} from '../../../../src-main/contract/preview-scope.ts';

type Steps = readonly PreviewStep[];

/** The steps that need one of these, directly or not, and the steps themselves; what belongs to every run stays out. */
export function withDependents(steps: Steps, keys: readonly string[]): ReadonlySet<string> {
  const found = new Set(keys);
  // The plan's order is a topological one: a step stands behind what it needs.
  for (const { key, dependsOn, mandatory } of steps) {
    if (!mandatory && dependsOn.some((needed) => found.has(needed))) {
      found.add(key);
    }
  }
  return found;
}

function withNeeds(steps: Steps, keys: readonly string[]): ReadonlySet<string> {
  const found = new Set(keys);
  for (const { key, dependsOn } of [...steps].reverse()) {
    if (found.has(key)) {
      for (const needed of dependsOn) {
        found.add(needed);
      }
    }
  }
  return found;
}

/** A look that stands behind all its siblings tells what they made: with every one of them left out there is nothing to tell. */
function withoutIdleLooks(
  steps: Steps,
  { before, after, asked }: Readonly<Record<'before' | 'after' | 'asked', readonly string[]>>,
): readonly string[] {
  const result = new Set(after);
  for (const { steps: members } of groupsOf(steps)) {
    const look = members.at(-1);
    const made = members.filter(({ looksOnly }) => !looksOnly).map(({ key }) => key);
    if (look === undefined || !look.looksOnly || look.mandatory || made.length === 0) {
      continue;
    }
    // Whoever ticks the look itself wants it.
    if (asked.includes(look.key)) {
      continue;
    }
    const isIdle = (skip: readonly string[]): boolean => made.every((key) => skip.includes(key));
    if (isIdle(after)) {
      result.add(look.key);
    } else if (isIdle(before)) {
      result.delete(look.key);
    }
  }
  return [...result];
}

/** The keys to leave out after a person ticked or unticked some: unticking takes dependents along, ticking brings back what is needed. */
export function toggled(
  steps: Steps,
  skip: readonly string[],
  { keys, isOn }: { readonly keys: readonly string[]; readonly isOn: boolean },
): readonly string[] {
  const optional = keys.filter((key) => steps.some((step) => step.key === key && !step.mandatory));
  if (isOn) {
    const needed = withNeeds(steps, optional);
    const left = skip.filter((key) => !needed.has(key));
    return withoutIdleLooks(steps, { before: skip, after: left, asked: keys });
  }
  const after = [...new Set([...skip, ...withDependents(steps, optional)])];
  return withoutIdleLooks(steps, { before: skip, after, asked: keys });
}

/** The step that was taken out and that this one needs. */
export function missingFor(steps: Steps, skip: readonly string[], step: PreviewStep): PreviewStep | null {
  const gone = step.dependsOn.find((key) => skip.includes(key));
  return steps.find(({ key }) => key === gone) ?? null;
}

/** The administrator is still to be created, and so there are settings that nobody can log in to read. */
export const isNewCluster = (steps: Steps): boolean =>
  steps.some(({ key, verdict }) => key === 'root' && verdict === 'todo') &&
  steps.some(({ verdict }) => verdict === 'unreadable');

/** A step a host, all of one kind: the head of the group says what there is to say. */
const oneForEachHost: readonly string[] = ['ipmi', 'password'];

/** A group is unfolded by itself when its rows say more than its head. */
export function isOpenByItself({ key, steps }: PreviewGroup, skip: readonly string[]): boolean {
  if (steps.some((step) => step.verdict === 'blocked' || (!step.mandatory && skip.includes(step.key)))) {
    return true;
  }
  return steps.some(isChange) && !oneForEachHost.includes(key);
}

export type Row =
  | { readonly kind: 'step'; readonly step: PreviewStep }
  /** Siblings that are like the ones before them. */
  | { readonly kind: 'more'; readonly steps: Steps };

const shownOfAlike = 3;
const fewestHidden = 2;

/** The steps of a group as rows: of many that are alike the first few, and a row for the rest. */
export function rowsOf(steps: Steps, isOff: (step: PreviewStep) => boolean): readonly Row[] {
  const rows: Row[] = [];
  let alike: PreviewStep[] = [];
  const flush = (): void => {
    const isLong = alike.length >= shownOfAlike + fewestHidden;
    const shown = isLong ? alike.slice(0, shownOfAlike) : alike;
    rows.push(...shown.map((step): Row => ({ kind: 'step', step })));
    if (isLong) {
      rows.push({ kind: 'more', steps: alike.slice(shownOfAlike) });
    }
    alike = [];
  };
  const kindOf = (step: PreviewStep): string =>
    [step.verdict, step.found?.en, step.calls[0]?.en, step.undo, isOff(step)].join('\n');
  for (const step of steps) {
    const [first] = alike;
    if (first !== undefined && kindOf(first) !== kindOf(step)) {
      flush();
    }
    alike.push(step);
  }
  flush();
  return rows;
}

/** `POST …/vlans` of a long path; what is left still tells which call it is. */
export function shortCall(call: string): string {
  const [, method, path] = /^([A-Z]+) (\/\S+)$/.exec(call) ?? [];
  if (method === undefined || path === undefined) {
    return call;
  }
  const brief = path.replace(/^\/api/, '');
  if (brief.length <= 22) {
    return `${method} ${brief}`;
  }
  return `${method} …/${brief
    .split('/')
    .slice(brief.includes('…') ? -1 : -2)
    .join('/')}`;
}
