import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionRight } from '../../../src-main/contract/connections.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Narrowed } from '../../components/Narrowed.tsx';
import { Empty } from '../../components/State.tsx';
import { Status } from '../../components/Status.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';
import { useWords } from '../../words/language.ts';
import { dayTime } from '../../words/times.ts';
import { Line, Section } from '../settings/Section.tsx';

function Allowed({ allowed, allowedIn }: ConnectionRight): ReactElement {
  const { t } = useTranslation('connections');
  if (allowedIn.length > 0) {
    const namespaces = allowedIn.join(' ');
    return <Status glyph={allowed ? 'unchanged' : 'warning'}>{t('right.partly', { namespaces })}</Status>;
  }
  return <Status glyph={allowed ? 'unchanged' : 'skipped'}>{t(allowed ? 'right.yes' : 'right.no')}</Status>;
}

/** What each right is for says whether its want matters here. */
function Rights({ rights }: { readonly rights: readonly ConnectionRight[] }): ReactElement {
  const { t } = useTranslation('connections');
  const words = useWords();
  const columns: readonly Column<ConnectionRight>[] = [
    { key: 'verb', title: t('right.verb'), widthPx: 76, className: 'mono', render: ({ verb }) => verb },
    {
      key: 'resource',
      title: t('right.resource'),
      widthPx: 230,
      className: 'mono',
      render: ({ resource }) => resource,
    },
    {
      key: 'allowed',
      title: t('right.allowed'),
      widthPx: 230,
      render: (right) => <Allowed {...right} />,
      hover: ({ allowedIn }) => allowedIn.join(' ') || undefined,
      sortBy: ({ allowed }) => Number(allowed),
    },
    {
      key: 'purpose',
      title: t('right.purpose'),
      minPx: 180,
      render: ({ purpose }) => words(purpose),
      sortBy: ({ purpose }) => words(purpose),
    },
  ];
  return (
    <Table
      isDense
      scrolls="sideways"
      label={t('found.rights')}
      columns={columns}
      rows={rights}
      keyOf={({ verb, resource }) => `${verb} ${resource}`}
    />
  );
}

function Problems({ problems }: Pick<Connection, 'problems'>): ReactElement {
  const words = useWords();
  return (
    <ul className="connection-problems" aria-live="polite">
      {problems.map(({ code, message }) => (
        <li key={code}>
          <Glyph name="failed" />
          <span>{words(message)}</span>
          <code className="mono faint">{code}</code>
        </li>
      ))}
    </ul>
  );
}

type LastTest = NonNullable<Connection['lastTest']>;

interface ResultProps {
  readonly test: LastTest;
  readonly namespaces: readonly string[];
}

/** What is not known is said as such. */
function Result({ test: { reachable, version, rights }, namespaces }: ResultProps): ReactElement {
  const { t } = useTranslation('connections');
  const isNarrowed = rights?.some(({ allowedIn }) => allowedIn.length > 0) === true;
  return (
    <>
      <Line name={t('found.result')}>
        <Status glyph={reachable ? 'succeeded' : 'failed'}>{t(reachable ? 'reached' : 'notReached')}</Status>
      </Line>
      {reachable ? (
        <Line name={t('found.version')}>
          {version ?? <span className="faint">{t('found.versionUnknown')}</span>}
        </Line>
      ) : null}
      {reachable && rights === null ? (
        <Line name={t('found.rights')}>
          <span className="faint">{t('found.rightsUnknown')}</span>
        </Line>
      ) : null}
      {isNarrowed ? <Narrowed namespaces={namespaces} /> : null}
      {rights === null || rights.length === 0 ? null : <Rights rights={rights} />}
    </>
  );
}

/** What the last test found. */
export function Found({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation('connections');
  const { problems, lastTest, namespaces } = connection;
  const isUntold = lastTest === null && problems.length === 0;
  return (
    <Section
      id="found"
      title={t('found.title')}
      note={lastTest === null ? undefined : t('found.at', { time: dayTime(lastTest.at) })}
    >
      {problems.length === 0 ? null : <Problems problems={problems} />}
      {isUntold ? <Empty title={t('found.none')} hint={t('found.noneHint')} /> : null}
      {lastTest === null ? null : <Result test={lastTest} namespaces={namespaces} />}
    </Section>
  );
}
