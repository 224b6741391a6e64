import { Checkbox } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isChange, type PreviewStep } from '../../../src-main/contract/preview-scope.ts';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { useReading } from '../../ask/readings.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph, type GlyphName } from '../../components/Glyph.tsx';
import { LaterNotes } from '../../components/LaterNotes.tsx';
import { ObjectPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { RunStatus } from '../../components/Status.tsx';
import { groupRow, Table, type Column } from '../../components/table/Table.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { groupBy } from '../../words/group-by.ts';
import { useGroupTitle } from '../../words/group-title.ts';
import { useWords } from '../../words/language.ts';
import { clockTime } from '../../words/times.ts';
import { NoRun } from './NoRun.tsx';
import { useRun } from './use-run.ts';
import { useSiteOf } from './use-site-of.ts';

type Standing = PreviewStep['verdict'] | 'looksOnly';

const glyphs: Readonly<Record<Standing, GlyphName>> = {
  done: 'unchanged',
  todo: 'change',
  blocked: 'warning',
  unreadable: 'info',
  skipped: 'skipped',
  looksOnly: 'pending',
};

const shown: readonly Standing[] = ['todo', 'unreadable', 'blocked', 'looksOnly', 'done', 'skipped'];

const standingOf = ({ verdict, looksOnly }: PreviewStep): Standing =>
  looksOnly && (verdict === 'todo' || verdict === 'unreadable') ? 'looksOnly' : verdict;

function useColumns(steps: readonly PreviewStep[]): readonly Column<PreviewStep>[] {
  const { t } = useTranslation('run');
  const words = useWords();
  return [
    {
      key: 'verdict',
      title: t('ahead.column.verdict'),
      widthPx: 184,
      render: (step) => (
        <>
          <Glyph name={glyphs[standingOf(step)]} /> {t(`ahead.verdicts.${standingOf(step)}`)}
        </>
      ),
    },
    {
      key: 'step',
      title: t('detail.step'),
      widthPx: 256,
      isRowHead: true,
      render: ({ title }) => words(title),
    },
    {
      key: 'found',
      title: t('detail.found'),
      minPx: 160,
      className: 'quiet',
      render: ({ found }) => (found === undefined ? '—' : words(found)),
    },
    {
      key: 'change',
      title: t('detail.intent'),
      minPx: 160,
      render: (step) => (
        <>
          {step.change === undefined ? '—' : words(step.change)}
          <LaterNotes step={step} steps={steps} />
        </>
      ),
    },
    {
      key: 'undo',
      title: t('detail.undo'),
      widthPx: 120,
      className: 'small',
      render: (step) => (isChange(step) ? t(`undo.${step.undo}`) : '—'),
    },
  ];
}

/** How many steps stand how, in words. */
function useSum(): (steps: readonly PreviewStep[]) => string {
  const { t } = useTranslation(['run', 'common']);
  return (steps) =>
    shown
      .map((standing) => ({ standing, count: steps.filter((step) => standingOf(step) === standing).length }))
      .filter(({ count }) => count > 0)
      .map(({ standing, count }) => `${t(`ahead.verdicts.${standing}`)} ${count}`)
      .join(' · ');
}

/** It is over and needs nothing. */
const isOver = ({ verdict }: PreviewStep): boolean => verdict === 'done' || verdict === 'skipped';

type View = 'open' | 'all';

interface StepsProps {
  readonly kind: string;
  readonly steps: readonly PreviewStep[];
  readonly view: View;
}

function Steps({ kind, steps, view }: StepsProps): ReactElement {
  const { t } = useTranslation('run');
  const title = useGroupTitle(kind);
  const columns = useColumns(steps);
  const inView = view === 'all' ? steps : steps.filter((step) => !isOver(step));
  const rows = [...groupBy(inView, ({ group }) => group)].flatMap(([key, members]) => [
    groupRow(key, columns.length, title({ key, steps: members })),
    ...members,
  ]);
  return (
    <Table
      label={t('ahead.title')}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
      scrolls="fill"
      isDense
      wraps
      hasRowKeys
      empty={<Empty title={t('ahead.none')} hint={t('ahead.noneHint')} />}
    />
  );
}

const isAtWork = ({ state }: RunRow): boolean => state === 'running' || state === 'canceling';

/** Read again when the run has changed, and not at all while it is at work. */
function Look({ run }: { readonly run: RunRow }): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const [tryLogins, setTryLogins] = useState(false);
  const [view, setView] = useState<View>('open');
  const sum = useSum();
  const isOff = isAtWork(run);
  const { value, at, error, isUnderWay, again } = useReading(
    isOff ? null : `ahead/${run.id}/${run.revision}`,
    (client, signal) => client.runs.preview({ run: run.id, tryLogins }, { signal }),
    { isEager: true },
  );
  const look = (): void => {
    again();
    setTryLogins(false);
  };
  const head = (
    <PageHead
      title={t('ahead.of', { id: run.id })}
      note={
        <>
          <RunStatus run={run} />
          {at === null ? null : ` · ${t('ahead.readAt', { time: clockTime(at) })}`}
        </>
      }
    >
      <Link href={`/runs/${run.id}`}>{t('ahead.back')}</Link>
    </PageHead>
  );
  const toolbar = (
    <>
      {value === null ? null : (
        <>
          <Toggles<View>
            label={t('list.view')}
            value={view}
            onChange={setView}
            choices={[
              {
                key: 'open',
                title: t('ahead.view.open', { count: value.steps.filter((step) => !isOver(step)).length }),
              },
              { key: 'all', title: t('ahead.view.all', { count: value.steps.length }) },
            ]}
          />
          <span>{sum(value.steps)}</span>
        </>
      )}
      <span className="grow" />
      <Checkbox checked={tryLogins} onChange={({ target }) => setTryLogins(target.checked)}>
        {t('ahead.tryLogins')}
      </Checkbox>
      <Action
        size="small"
        requested={isUnderWay}
        disabledBecause={isOff ? t('ahead.atWork') : null}
        onAct={look}
      >
        {t('ahead.again')}
      </Action>
    </>
  );
  return (
    <ObjectPage head={head} toolbar={toolbar}>
      {isOff ? <Empty title={t('ahead.atWork')} hint={t('ahead.atWorkHint')} /> : null}
      {error === null ? null : <Failed title={t('ahead.failed')} error={error} onRetry={look} />}
      {value === null && isUnderWay ? <Loading /> : null}
      {value === null ? null : <Steps kind={run.kind} steps={value.steps} view={view} />}
    </ObjectPage>
  );
}

/** What a run that waits or has ended would find and do if it went on now. Changes nothing. */
export function Ahead({ id }: { readonly id: string }): ReactElement {
  const { run, refused, isDeleted } = useRun(id);
  useSiteOf(run);
  if (isDeleted || refused !== null) {
    return <NoRun id={id} isDeleted={isDeleted} error={refused} />;
  }
  return run === null ? <Loading /> : <Look run={run} />;
}
