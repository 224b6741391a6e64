import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { stepSentence } from '../../../src-main/contract/state-words.ts';
import { useWords } from '../../words/language.ts';
import { Duration } from '../../components/Duration.tsx';
import { StepStatus } from '../../components/Status.tsx';
import { Table, type Column, type HeadOver } from '../../components/table/Table.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { pairedSteps } from './compared.ts';
import type { Side } from './use-side.ts';

type StepPair = ReturnType<typeof pairedSteps>[number];

/** The columns of one run; a step that it does not have says so across all of them. */
function useSideColumns(): (side: 'first' | 'second') => readonly Column<StepPair>[] {
  const { t } = useTranslation('runs');
  const words = useWords();
  const said = (step: StepRow | null): string => {
    const sentence = step === null ? null : stepSentence(step);
    return sentence === null ? '' : words(sentence);
  };
  return (side) => [
    {
      key: `${side} state`,
      title: t('comparison.column.state'),
      widthPx: 108,
      headClass: 'table-side',
      className: (pair) => (pair[side] === null ? 'table-side faint' : 'table-side'),
      span: (pair) => (pair[side] === null ? 4 : 1),
      render: ({ [side]: step }) => (step === null ? t('comparison.absent') : <StepStatus {...step} />),
    },
    {
      key: `${side} duration`,
      title: t('comparison.column.duration'),
      widthPx: 66,
      align: 'end',
      render: ({ [side]: step }) =>
        step === null ? null : (
          <Duration
            from={step.startedAt}
            to={step.endedAt ?? (step.state === 'running' ? null : step.startedAt)}
          />
        ),
    },
    {
      key: `${side} attempts`,
      title: t('comparison.column.attempts'),
      widthPx: 68,
      align: 'end',
      render: ({ [side]: step }) => step?.attempts,
    },
    {
      key: `${side} message`,
      title: t('comparison.column.message'),
      minPx: 120,
      className: 'quiet',
      render: ({ [side]: step }) => said(step),
      hover: ({ [side]: step }) => said(step),
    },
  ];
}

interface StepsProps {
  readonly first: Side;
  readonly second: Side;
}

/** Step beside step, by key; only what came to something else unless all are asked for. */
export function Steps({ first, second }: StepsProps): ReactElement {
  const { t } = useTranslation('runs');
  const words = useWords();
  const [view, setView] = useState<'differing' | 'all'>('differing');
  const columnsOf = useSideColumns();
  const pairs = pairedSteps(first.steps, second.steps);
  const differing = pairs.filter(({ differs }) => differs);
  const shown = view === 'all' ? pairs : differing;
  const name: Column<StepPair> = {
    key: 'name',
    title: t('comparison.column.step'),
    widthPx: 236,
    className: ({ differs }) => (differs && view === 'all' ? 'strong' : undefined),
    hover: ({ key }) => key,
    render: ({ key, first: one, second: other }) => words((one ?? other)?.title ?? { zh: key, en: key }),
  };
  const over = (id: string): HeadOver => ({
    key: id,
    columns: 4,
    className: 'table-side',
    content: <span className="mono strong">{id}</span>,
  });
  return (
    <div>
      <div className="section-head">
        <h2>{t('comparison.steps')}</h2>
        <Toggles
          label={t('comparison.steps')}
          value={view}
          onChange={setView}
          choices={[
            { key: 'differing', title: t('comparison.differing', { count: differing.length }) },
            { key: 'all', title: t('comparison.all', { count: pairs.length }) },
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <p className="quiet compare-none">{t('comparison.sameSteps')}</p>
      ) : (
        <Table
          className="compare-wide"
          scrolls={480}
          isDense
          wraps
          label={t('comparison.steps')}
          columns={[name, ...columnsOf('first'), ...columnsOf('second')]}
          over={[{ key: 'name', columns: 1, content: null }, over(first.id), over(second.id)]}
          rows={shown}
          keyOf={({ key }) => key}
        />
      )}
    </div>
  );
}
