import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useEngineName } from '../../words/engine-name.ts';
import type { RunRow, RunState } from '../../../src-main/contract/run.ts';
import { zone } from '../../words/times.ts';
import { Action } from '../../components/Action.tsx';
import { Filter, isFound } from '../../components/Filter.tsx';
import { Empty, Loading } from '../../components/State.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { useTopicState } from '../../sync/rows.ts';
import { useRuns } from '../../sync/runs.ts';
import { HistoryTable } from './HistoryTable.tsx';
import './history.css';

const states = ['all', 'live', 'succeeded', 'failed', 'canceled'] as const;
type Standing = (typeof states)[number];
const sites = ['all', 'onSite', 'practice'] as const;
type SiteKind = (typeof sites)[number];

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
  return ({ id, title, kind, state, practice }) =>
    (standing === 'all' || standingOf[state] === standing) &&
    (site === 'all' || practice === (site === 'practice')) &&
    isFound(filter, [id, title, engineName(kind)]);
}

interface ToolsProps {
  readonly conditions: Conditions;
  readonly onChange: (changes: Partial<Conditions>) => void;
  readonly runs: readonly RunRow[];
  readonly shown: number;
}

function Tools({ conditions, onChange, runs, shown }: ToolsProps): ReactElement {
  const { t } = useTranslation('history');
  const count = (standing: Standing): number =>
    runs.filter(({ state }) => standing === 'all' || standingOf[state] === standing).length;
  return (
    <div className="pane-head history-tools">
      <Toggles
        label={t('states')}
        value={conditions.standing}
        onChange={(standing) => onChange({ standing })}
        choices={states.map((key) => ({ key, title: `${t(`state.${key}`)} ${count(key)}` }))}
      />
      <Toggles
        label={t('sites')}
        value={conditions.site}
        onChange={(site) => onChange({ site })}
        choices={sites.map((key) => ({ key, title: t(`site.${key}`) }))}
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
    </div>
  );
}

/** Every run of this home; two of them can be laid beside each other. */
export function History(): ReactElement {
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
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('count', { count: runs.length })}</span>
        <span className="faint small">{t('start:localTime', { zone: zone() })}</span>
        <span className="page-head-acts history-acts">
          <span className="small faint">
            {b === undefined ? t('compareWhen', { count: selected.length }) : null}
          </span>
          <Action
            kind="primary"
            disabledBecause={b === undefined ? t('compareHint') : null}
            onAct={() => go(`/history/compare/${a ?? ''}/${b ?? ''}`)}
          >
            {a === undefined || b === undefined ? t('compare') : t('compareRuns', { a, b })}
          </Action>
        </span>
      </header>
      {runs.length === 0 ? (
        hasHeard ? (
          <Empty title={t('none')} hint={t('noneHint')}>
            <Link href="/">{t('toStart')}</Link>
          </Empty>
        ) : (
          <Loading />
        )
      ) : (
        <>
          <Tools
            conditions={conditions}
            onChange={(changes) => setConditions((before) => ({ ...before, ...changes }))}
            runs={runs}
            shown={shown.length}
          />
          <div className="history-scroll">
            {shown.length === 0 ? (
              <Empty title={t('noneShown')} hint={t('noneShownHint')}>
                <Action kind="link" onAct={() => setConditions(noConditions)}>
                  {t('clear')}
                </Action>
              </Empty>
            ) : (
              <HistoryTable runs={shown} selected={selected} onSelect={select} />
            )}
          </div>
        </>
      )}
    </>
  );
}
