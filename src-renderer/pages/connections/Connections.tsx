import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Connection } from '../../../src-main/contract/connections.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { ListPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';
import { useWords } from '../../words/language.ts';
import { useConnections } from './rows.ts';
import { TestButton } from './TestButton.tsx';
import { Identity, TestState } from './Told.tsx';
import './connections.css';

function Name({ name, isDefault }: Connection): ReactElement {
  const { t } = useTranslation('connections');
  return (
    <>
      <Link className="strong" href={`/connections/${name}`}>
        {name}
      </Link>{' '}
      {isDefault ? <span className="connection-default">{t('default')}</span> : null}
    </>
  );
}

/** Each row has a button of its own: a test of one holds up no other. */
function Test({ name }: Connection): ReactElement {
  const { t } = useTranslation('connections');
  const testing = useDeed<string>((client, tested) => client.connections.test({ name: tested }));
  return testing.error === null ? (
    <TestButton name={name} testing={testing} size="small" />
  ) : (
    <span className="tone-err" role="alert">
      {t('testFailed')}
    </span>
  );
}

function useColumns(): readonly Column<Connection>[] {
  const { t } = useTranslation('connections');
  const words = useWords();
  return [
    {
      key: 'name',
      title: t('column.name'),
      minPx: 132,
      render: (row) => <Name {...row} />,
      hover: ({ name }) => name,
      sortBy: ({ name }) => name,
    },
    {
      key: 'kind',
      title: t('column.kind'),
      widthPx: 100,
      render: ({ kind }) => (
        <span className={kind === 'practice' ? 'connection-practice' : undefined}>{t(`kind.${kind}`)}</span>
      ),
      sortBy: ({ kind }) => kind,
    },
    {
      key: 'server',
      title: t('column.server'),
      widthPx: 200,
      className: 'mono',
      render: ({ server }) => server,
      hover: ({ server }) => server,
      sortBy: ({ server }) => server,
    },
    {
      key: 'context',
      title: t('column.context'),
      widthPx: 130,
      render: ({ context }) => context ?? '—',
      hover: ({ context }) => context ?? undefined,
      sortBy: ({ context }) => context,
    },
    {
      key: 'identity',
      title: t('column.identity'),
      widthPx: 172,
      render: ({ identity, kind }) =>
        kind === 'primus' ? <span className="faint">—</span> : <Identity identity={identity} />,
    },
    {
      key: 'state',
      title: t('column.state'),
      widthPx: 236,
      render: (row) => <TestState connection={row} />,
      hover: ({ problems: [problem] }) => (problem === undefined ? undefined : words(problem.message)),
    },
    {
      key: 'act',
      title: t('column.act'),
      widthPx: 80,
      render: (row) => <Test {...row} />,
    },
  ];
}

/** Clusters and API servers by name: how each was last found, and the way to another one. */
export function Connections(): ReactElement {
  const { t } = useTranslation('connections');
  const [, go] = useLocation();
  const { rows, refused } = useConnections();
  const columns = useColumns();
  const add = (): void => go('/new-connection');
  return (
    <ListPage
      head={
        <PageHead title={t('title')} note={rows === null ? undefined : t('count', { count: rows.length })}>
          <Action kind="primary" onAct={add}>
            {t('add')}
          </Action>
        </PageHead>
      }
    >
      {refused === null ? null : <Failed title={t('failed')} error={refused} />}
      {rows === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : rows.length === 0 ? (
        <Empty title={t('none')} hint={t('noneHint')}>
          <Link href="/new-connection">{t('add')}</Link>
        </Empty>
      ) : (
        <Table
          scrolls="fill"
          hasRowKeys
          label={t('title')}
          columns={columns}
          rows={rows}
          keyOf={({ name }) => name}
          onOpen={({ name }) => go(`/connections/${name}`)}
        />
      )}
    </ListPage>
  );
}
