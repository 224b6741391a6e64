import { Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useEngineName } from '../../words/engine-name.ts';
import { zone } from '../../words/times.ts';
import { useChosenSite, useKnownSites } from '../../ask/known-sites.ts';
import { ListPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Action } from '../../components/Action.tsx';
import { Filter } from '../../components/Filter.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Empty, Failed } from '../../components/State.tsx';
import { Toggles, type Choice } from '../../components/Toggles.tsx';
import { useRuns } from '../../sync/runs.ts';
import { DeleteRuns } from './DeleteRuns.tsx';
import { RunsTable } from './RunsTable.tsx';
import {
  countOf,
  noConditions,
  siteKinds,
  standings,
  useRunPages,
  type Conditions,
  type RunPages,
  type SiteKind,
} from './use-run-pages.ts';
import { useRested } from '../../hooks/use-rested.ts';
import './runs.css';

interface ToolsProps {
  readonly conditions: Conditions;
  readonly onChange: (changes: Partial<Conditions>) => void;
  readonly first: RunPages['first'];
}

function Tools({ conditions, onChange, first }: ToolsProps): ReactElement {
  const { t } = useTranslation('runs');
  const engineName = useEngineName();
  const { standing, site, kind, filter } = conditions;
  const chosen = useChosenSite();
  const here = useKnownSites().value?.find(({ target }) => target === chosen);
  const counts = first?.counts ?? {};
  const kinds = first?.kinds ?? [];
  const sites = siteKinds.map((key): Choice<SiteKind> => ({ key, title: t(`site.${key}`) }));
  if (here !== undefined) {
    sites.push({ key: 'here', title: t('here', { site: here.subject.name }) });
  }
  return (
    <>
      <Toggles
        label={t('states')}
        value={standing}
        onChange={(chosen) => onChange({ standing: chosen })}
        choices={standings.map((key) => ({ key, title: `${t(`state.${key}`)} ${countOf(counts, key)}` }))}
      />
      <Toggles<SiteKind>
        label={t('sites')}
        value={site}
        onChange={(chosen) => onChange({ site: chosen })}
        choices={sites}
      />
      {kinds.length < 2 ? null : (
        <Select
          size="small"
          className="runs-kinds"
          popupMatchSelectWidth={false}
          aria-label={t('kinds')}
          value={kind}
          onChange={(chosen) => onChange({ kind: chosen })}
          options={[
            { value: '', label: t('allKinds') },
            ...kinds.map((one) => ({ value: one, label: engineName(one) })),
          ]}
        />
      )}
      <span className="faint">{t('shown', { count: countOf(counts, standing) })}</span>
      <span className="grow" />
      <Filter
        isMain
        value={filter}
        onChange={(typed) => onChange({ filter: typed })}
        label={t('filter')}
        widthPx={200}
      />
    </>
  );
}

interface BarProps {
  /** Picked, and among the rows. */
  readonly picked: readonly string[];
  /** So many more are picked that the conditions leave out; nothing is done with them. */
  readonly hidden: number;
  readonly onClear: () => void;
}

/** What can be done with the runs that are picked. */
function SelectionBar({ picked, hidden, onClear }: BarProps): ReactElement {
  const { t } = useTranslation('runs');
  const [, go] = useLocation();
  const [a = '', b = ''] = [...picked].sort();
  const isPair = picked.length === 2;
  return (
    <>
      <span>
        {t('selectedCount', { count: picked.length })}
        {hidden === 0 ? null : <span className="quiet"> · {t('selectedHidden', { count: hidden })}</span>}
      </span>
      <Action
        kind="primary"
        size="small"
        disabledBecause={isPair ? null : t('compareHint')}
        onAct={() => go(`/runs/compare/${a}/${b}`)}
      >
        {isPair ? t('compareRuns', { a, b }) : t('compare')}
      </Action>
      <DeleteRuns runs={picked} />
      <Action kind="link" onAct={onClear}>
        {t('clearSelection')}
      </Action>
    </>
  );
}

/** Milliseconds without a key before the list is asked for. */
const pauseMs = 150;

/** Every run of this home, page after page; picked ones can be compared or deleted. */
export function Runs(): ReactElement {
  const { t } = useTranslation(['runs', 'start', 'common']);
  const [conditions, setConditions] = useState(noConditions);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // One that was deleted meanwhile, here or elsewhere, is picked no more.
  const picked = useRuns(useShallow((live) => chosen.filter((id) => live.has(id))));
  const rested = useRested(conditions.filter, pauseMs);
  const filter = conditions.filter === '' ? '' : rested;
  const { runs, first, error, isLoading, more, again } = useRunPages({ ...conditions, filter });
  const total = first?.total ?? 0;
  const head = (
    <PageHead
      title={t('title')}
      note={
        <>
          {first === null ? null : `${t('count', { count: total })} · `}
          {t('start:localTime', { zone: zone() })}
        </>
      }
    />
  );
  if (first !== null && total === 0) {
    return (
      <ListPage head={head}>
        <Empty title={t('none')} hint={t('noneHint')}>
          <Link href="/">{t('toStart')}</Link>
        </Empty>
      </ListPage>
    );
  }
  const tools = (
    <Tools
      conditions={conditions}
      onChange={(changes) => setConditions((before) => ({ ...before, ...changes }))}
      first={first}
    />
  );
  return (
    <ListPage head={head} toolbar={tools}>
      {error === null ? null : <Failed title={t('listFailed')} error={error} onRetry={again} />}
      {first?.unlisted === undefined ? null : (
        <p className="quiet runs-unlisted" role="status">
          <Glyph name="warning" /> {t('unlisted', { runs: first.unlisted.join(t('common:separator')) })}
        </p>
      )}
      <RunsTable
        runs={runs}
        picked={picked}
        onPick={setChosen}
        onEnd={more}
        bar={(shown, hidden) => <SelectionBar picked={shown} hidden={hidden} onClear={() => setChosen([])} />}
        isBusy={isLoading}
        empty={
          <Empty title={t('noneShown')} hint={t('noneShownHint')}>
            <Action kind="link" onAct={() => setConditions(noConditions)}>
              {t('clear')}
            </Action>
          </Empty>
        }
      />
    </ListPage>
  );
}
