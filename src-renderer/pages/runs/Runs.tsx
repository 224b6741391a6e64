import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useEngineName } from '../../words/engine-name.ts';
import type { RunRow, RunState } from '../../../src-main/contract/run.ts';
import { zone } from '../../words/times.ts';
import { useChosenSite, useKnownSites } from '../../ask/known-sites.ts';
import { ListPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Action } from '../../components/Action.tsx';
import { Filter, isFound } from '../../components/Filter.tsx';
import { Empty, Loading } from '../../components/State.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { useTopicState } from '../../sync/rows.ts';
import { useRuns } from '../../sync/runs.ts';
import { RunsTable } from './RunsTable.tsx';
import './history.css';

const states = ['all', 'live', 'succeeded', 'failed', 'canceled'] as const;
type Standing = (typeof states)[number];
const sites = ['all', 'onSite', 'practice'] as const;
/** `here`: the site in hand. */
type SiteKind = (typeof sites)[number] | 'here';

const standingOf: Readonly<Record<RunState, Standing>> = {
  pending: 'live',
  running: 'live',
  waiting: 'live',
  canceling: 'live',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

interface Conditions {
  readonly standing: Standing;
  readonly site: SiteKind;
  readonly filter: string;
}

const noConditions: Conditions = { standing: 'all', site: 'all', filter: '' };

function useFitting({ standing, site, filter }: Conditions): (run: RunRow) => boolean {
  const engineName = useEngineName();
  const chosen = useChosenSite();
  const isThere = ({ practice, targets }: RunRow): boolean =>
    site === 'here' ? chosen === null || targets.includes(chosen) : practice === (site === 'practice');
  return (run) => {
    const { id, title, kind, state } = run;
    return (
      (standing === 'all' || standingOf[state] === standing) &&
      (site === 'all' || isThere(run)) &&
      isFound(filter, [id, title, engineName(kind)])
    );
  };
}

interface ToolsProps {
  readonly conditions: Conditions;
  readonly onChange: (changes: Partial<Conditions>) => void;
  readonly runs: readonly RunRow[];
  readonly shown: number;
}

function Tools({ conditions, onChange, runs, shown }: ToolsProps): ReactElement {
  const { t } = useTranslation('history');
  const chosen = useChosenSite();
  const here = useKnownSites().value?.find(({ target }) => target === chosen);
  const count = (standing: Standing): number =>
    runs.filter(({ state }) => standing === 'all' || standingOf[state] === standing).length;
  return (
    <>
      <Toggles
        label={t('states')}
        value={conditions.standing}
        onChange={(standing) => onChange({ standing })}
        choices={states.map((key) => ({ key, title: `${t(`state.${key}`)} ${count(key)}` }))}
      />
      <Toggles<SiteKind>
        label={t('sites')}
        value={conditions.site}
        onChange={(site) => onChange({ site })}
        choices={[
          ...sites.map((key) => ({ key, title: t(`site.${key}`) })),
          ...(here === undefined
            ? []
            : [{ key: 'here' as const, title: t('here', { site: here.subject.name }) }]),
        ]}
      />
      <span className="faint">{t('shown', { count: shown })}</span>
      <span className="grow" />
      <Filter
        isMain
        value={conditions.filter}
        onChange={(filter) => onChange({ filter })}
        label={t('filter')}
        widthPx={200}
      />
    </>
  );
}

/** Every run of this home; two of them can be laid beside each other. */
export function Runs(): ReactElement {
  const { t } = useTranslation(['history', 'start']);
  const [, go] = useLocation();
  const [conditions, setConditions] = useState(noConditions);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const runs = useRuns(useShallow((run) => [...run.values()].sort((a, b) => b.id.localeCompare(a.id))));
  const shown = runs.filter(useFitting(conditions));
  // A third one takes the place of the one that was chosen first.
  const select = (run: string, isSelected: boolean): void =>
    setSelected((before) =>
      isSelected ? [...before.slice(-1), run] : before.filter((other) => other !== run),
    );
  const [a, b] = [...selected].sort();
  const head = (
    <PageHead
      title={t('title')}
      note={
        <>
          {t('count', { count: runs.length })}{' '}
          <span className="faint small">{t('start:localTime', { zone: zone() })}</span>
        </>
      }
    >
      <span className="small faint">
        {b === undefined ? t('compareWhen', { count: selected.length }) : null}
      </span>
      <Action
        kind="primary"
        disabledBecause={b === undefined ? t('compareHint') : null}
        onAct={() => go(`/runs/compare/${a ?? ''}/${b ?? ''}`)}
      >
        {a === undefined || b === undefined ? t('compare') : t('compareRuns', { a, b })}
      </Action>
    </PageHead>
  );
  if (runs.length === 0) {
    return (
      <ListPage head={head}>
        {hasHeard ? (
          <Empty title={t('none')} hint={t('noneHint')}>
            <Link href="/">{t('toStart')}</Link>
          </Empty>
        ) : (
          <Loading />
        )}
      </ListPage>
    );
  }
  const tools = (
    <Tools
      conditions={conditions}
      onChange={(changes) => setConditions((before) => ({ ...before, ...changes }))}
      runs={runs}
      shown={shown.length}
    />
  );
  return (
    <ListPage head={head} toolbar={tools}>
      <div className="history-scroll">
        {shown.length === 0 ? (
          <Empty title={t('noneShown')} hint={t('noneShownHint')}>
            <Action kind="link" onAct={() => setConditions(noConditions)}>
              {t('clear')}
            </Action>
          </Empty>
        ) : (
          <RunsTable runs={shown} selected={selected} onSelect={select} />
        )}
      </div>
    </ListPage>
  );
}
