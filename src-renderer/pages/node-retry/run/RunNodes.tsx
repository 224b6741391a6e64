import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { nodeRetryGroups } from '../../../../src-main/contract/node-retry-names.ts';
import type { StepRow } from '../../../../src-main/contract/run.ts';
import { useClusters } from '../../../clusters/use-cluster.ts';
import { useRunOutput } from '../../../clusters/use-run-output.ts';
import { Filter, isFound } from '../../../components/Filter.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Empty } from '../../../components/State.tsx';
import { Status, StepStatus } from '../../../components/Status.tsx';
import { Table, WideRow, type Column } from '../../../components/table/Table.tsx';
import type { OverviewProps } from '../../../engine-pages.ts';
import { useWords } from '../../../words/language.ts';
import { addressOf } from '../list/columns.tsx';
import { isPassing, PhaseChange, PhaseStatus } from '../phase.tsx';
import { nodesRoom } from '../room.ts';
import { nodesOf, type RecordedNode, type RunNode } from './run-nodes.ts';
import { useOutcomeToasts } from './use-outcome-toasts.ts';
import '../nodes.css';

const none: readonly RecordedNode[] = [];

/** How a node stands: by its phase once it is followed, before that by the step that is at it. */
function Outcome({ node: { stage, step, to } }: { readonly node: RunNode }): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  if (stage === 'refused') {
    return <Status glyph="failed">{t('run.refused')}</Status>;
  }
  if (stage === 'started' && (to === null || !isPassing(to))) {
    return <Status glyph="running">{t('underWay')}</Status>;
  }
  if (to !== null && (stage === 'started' || stage === 'succeeded' || stage === 'failed')) {
    return <PhaseStatus phase={to} />;
  }
  if (stage === 'working' && step.state === 'running') {
    return <Status glyph="running">{words(nodeRetryGroups[step.group] ?? step.title)}</Status>;
  }
  return <StepStatus {...step} />;
}

function useColumns(connection: string | null): readonly Column<RunNode>[] {
  const { t } = useTranslation('nodes');
  return [
    {
      key: 'name',
      title: t('column.name'),
      minPx: 120,
      render: ({ name }) =>
        connection === null ? (
          <b>{name}</b>
        ) : (
          <Link className="strong" href={addressOf(connection, name)}>
            {name}
          </Link>
        ),
    },
    { key: 'outcome', title: t('run.outcome'), widthPx: 150, render: (node) => <Outcome node={node} /> },
    {
      key: 'phases',
      title: t('run.phases'),
      widthPx: 268,
      render: ({ from, to }) => <PhaseChange from={from} to={to} />,
    },
    {
      key: 'attempts',
      title: t('run.attempts'),
      widthPx: 88,
      align: 'end',
      render: ({ attempts }) => attempts ?? <span className="faint">—</span>,
    },
  ];
}

/** What stands below a node: why it was refused or has failed, and what was kept of the failure before. */
function noteRows(
  { name, cause, evidence, podsDeleted }: RunNode,
  columns: number,
  say: Say,
): readonly WideRow[] {
  if (cause === null && evidence === null) {
    return [];
  }
  const content = (
    <span className="node-notes">
      {cause === null ? null : (
        <>
          <Glyph name="error" />
          <span>{say.words(cause)}</span>
        </>
      )}
      {evidence === null ? null : (
        <>
          <Glyph name="info" />
          <span className="quiet">
            {say.kept} {say.words(evidence)}
            {podsDeleted.length === 0 ? null : ` · ${say.deleted} ${podsDeleted.join(', ')}`}
          </span>
        </>
      )}
    </span>
  );
  return [
    new WideRow({
      key: `notes ${name}`,
      className: cause === null ? 'node-notes-row' : 'node-notes-row amiss',
      cells: [{ key: 'notes', columns, content }],
    }),
  ];
}

interface Say {
  readonly words: ReturnType<typeof useWords>;
  readonly kept: string;
  readonly deleted: string;
}

/** By the steps that there are: only a retry keeps evidence and deletes pods. */
const actionIn = (steps: readonly StepRow[]): string =>
  steps.some(({ group }) => group === 'pods') ? 'retry' : 'assign';

/** A run node by node: how each stands, from which phase to which, why one was refused, and what was kept of its failure. */
export function RunNodes({ run, steps, selected, onSelect }: OverviewProps): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const [filter, setFilter] = useState('');
  // The document of such a run has this output: src-main/engines/node-retry/outputs.ts.
  const recorded = (useRunOutput(run, 'nodes') as readonly RecordedNode[] | null) ?? none;
  const all = useMemo(() => nodesOf(steps, recorded), [steps, recorded]);
  const { clusters } = useClusters(nodesRoom);
  const isKnown = clusters?.some(({ name }) => name === run.subject.name) ?? false;
  const columns = useColumns(isKnown ? run.subject.name : null);
  useOutcomeToasts(run, all, actionIn(steps));
  const refused = all.filter(({ stage }) => stage === 'refused').length;
  const failed = all.filter(({ stage }) => stage === 'failed').length;
  const rows = useMemo(() => {
    const say = { words, kept: t('run.kept'), deleted: t('run.deleted') };
    return all
      .filter(({ name }) => isFound(filter, [name]))
      .flatMap((node) => [node, ...noteRows(node, columns.length, say)]);
  }, [all, filter, columns.length, words, t]);
  const shown = all.find(
    ({ name, step }) => step.key === selected || selected?.endsWith(`:${name}`) === true,
  );
  return (
    <section className="run-pane" aria-labelledby="run-nodes">
      <div className="pane-head">
        <h2 id="run-nodes">{t('count', { count: all.length })}</h2>
        {refused === 0 ? null : <span className="tone-err">{t('run.refusedCount', { count: refused })}</span>}
        {failed === 0 ? null : <span className="tone-err">{t('run.failedCount', { count: failed })}</span>}
        <span className="grow" />
        <Filter isMain value={filter} onChange={setFilter} label={t('run.filter')} widthPx={176} />
      </div>
      <Table<RunNode>
        scrolls="fill"
        wraps
        hasRowKeys
        label={t('title')}
        columns={columns}
        rows={rows}
        keyOf={({ name }) => name}
        selection={{ selected: shown?.name ?? null, onSelect: ({ step }) => onSelect(step.key) }}
        empty={<Empty title={t('noneShown')} hint={t('noneShownHint')} />}
      />
    </section>
  );
}
