import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow, RunState } from '../../../src-main/contract/run.ts';
import type { RunFilter, RunPage } from '../../../src-main/contract/run-list.ts';
import { unendedStates } from '../../../src-main/contract/run-states.ts';
import { useChosenSite } from '../../ask/known-sites.ts';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { useTopicState } from '../../sync/rows.ts';
import { useRuns } from '../../sync/runs.ts';
import type { CallError } from '../../sync/client.ts';
import { useEngineName } from '../../words/engine-name.ts';

export const standings = ['all', 'live', 'succeeded', 'failed', 'canceled'] as const;
export type Standing = (typeof standings)[number];
export const siteKinds = ['all', 'onSite', 'practice'] as const;
/** `here`: the site in hand. */
export type SiteKind = (typeof siteKinds)[number] | 'here';

export interface Conditions {
  readonly standing: Standing;
  readonly site: SiteKind;
  /** Empty for every kind. */
  readonly kind: string;
  readonly filter: string;
}

/** What the words of the window and the site in hand make of the conditions. */
interface Named {
  readonly kinds: readonly string[];
  readonly nameOf: (kind: string) => string;
  /** The target of the site in hand. */
  readonly here: string | null;
}

export const noConditions: Conditions = { standing: 'all', site: 'all', kind: '', filter: '' };

const statesOf: Readonly<Record<Standing, readonly RunState[]>> = {
  all: [],
  live: unendedStates,
  succeeded: ['succeeded'],
  failed: ['failed'],
  canceled: ['canceled'],
};

export const countOf = (counts: RunPage['counts'], standing: Standing): number =>
  standing === 'all'
    ? Object.values(counts).reduce((sum, count) => sum + count, 0)
    : statesOf[standing].reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** The conditions as the owner takes them; a word may also be in the name that the window's language has for a kind. */
function filterOf(conditions: Conditions, { kinds, nameOf, here }: Named): RunFilter {
  const { standing, site, kind, filter } = conditions;
  const words = filter.split(/\s+/).filter((word) => word !== '');
  return {
    states: standing === 'all' ? undefined : [...statesOf[standing]],
    practice: site === 'all' || site === 'here' ? undefined : site === 'practice',
    target: site === 'here' && here !== null ? here : undefined,
    kinds: kind === '' ? undefined : [kind],
    words: words.map((text) => ({
      text,
      kinds: kinds.filter((one) => nameOf(one).toLowerCase().includes(text.toLowerCase())),
    })),
  };
}

/** Changes when a run comes, goes or ends: then the pages are other ones. */
const standOf = (run: ReadonlyMap<string, RunRow>): string => {
  let ended = 0;
  let newest = '';
  for (const { id, endedAt } of run.values()) {
    ended += endedAt === null ? 0 : 1;
    newest = Number(id) > Number(newest) ? id : newest;
  }
  return `${run.size} ${ended} ${newest}`;
};

const pageRuns = 200;

export interface RunPages {
  readonly runs: readonly RunRow[];
  /** What the first page said of all of them; null until it is there. */
  readonly first: RunPage | null;
  readonly error: CallError | null;
  readonly isLoading: boolean;
  /** Asks for the page after those that are there, once. */
  readonly more: () => void;
  readonly again: () => void;
}

interface Later {
  /** Of the first page that these follow. */
  readonly first: RunPage | null;
  readonly pages: readonly RunPage[];
}

/** The runs that fit, page after page, each as the feed last told it. */
export function useRunPages(conditions: Conditions): RunPages {
  const nameOf = useEngineName();
  const stand = useRuns(standOf);
  const [kinds, setKinds] = useState<readonly string[]>([]);
  const here = useChosenSite();
  const filter = filterOf(conditions, { kinds, nameOf, here });
  const key = JSON.stringify([filter, stand]);
  const asked = useAnswer(`runs ${key}`, (client, signal) =>
    client.runs.list({ ...filter, limit: pageRuns }, { signal }),
  );
  // While other ones are asked for, those that were there stay.
  const [first, setFirst] = useState<RunPage | null>(null);
  if (asked.value !== null && asked.value !== first) {
    setFirst(asked.value);
    if (asked.value.kinds.join() !== kinds.join()) {
      setKinds(asked.value.kinds);
    }
  }
  const [later, setLater] = useState<Later>({ first: null, pages: [] });
  const pages = useMemo(
    () => (first === null ? [] : [first, ...(later.first === first ? later.pages : [])]),
    [first, later],
  );
  const after = pages.at(-1)?.next ?? null;
  const reading = useDeed<string>(async (client, from) => {
    const page = await client.runs.list({ ...filter, limit: pageRuns, after: from });
    setLater({ first, pages: [...pages.slice(1), page] });
  });
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const listed = useMemo(() => pages.flatMap((page) => page.runs), [pages]);
  // As they are now; one that was deleted meanwhile is gone.
  const runs = useRuns(
    useShallow((live) =>
      listed.filter(({ id }) => !hasHeard || live.has(id)).map((row) => live.get(row.id) ?? row),
    ),
  );
  return {
    runs,
    first,
    error: asked.error ?? reading.error,
    isLoading: asked.isLoading || reading.isUnderWay,
    more: () => {
      if (after !== null && !reading.isUnderWay && !asked.isLoading) {
        void reading.act(after);
      }
    },
    again: asked.again,
  };
}
