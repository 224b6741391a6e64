import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterIdentity, Connection } from '../../../src-main/contract/connections.ts';
import { Status } from '../../components/Status.tsx';
import { useWords } from '../../words/language.ts';
import { seenTime } from '../../words/times.ts';

/** The first characters of each part: enough to tell two clusters apart at a glance. */
const short = (value: string): string =>
  value
    .split(':')
    .map((part) => part.slice(0, 8))
    .join(':');

export function Identity({ identity }: { readonly identity: ClusterIdentity | null }): ReactElement {
  const { t } = useTranslation('connections');
  if (identity === null) {
    return <span className="faint">{t('noIdentity')}</span>;
  }
  return (
    <span title={identity.value}>
      <span className="mono">{short(identity.value)}</span>
      {identity.isWeak ? (
        <>
          {' '}
          <span className="connection-weak" title={t('weakHint')}>
            {t('weak')}
          </span>
        </>
      ) : null}
    </span>
  );
}

/** How the connection was found by its last test; what is wrong with it comes first. */
export function TestState({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation('connections');
  const words = useWords();
  const { problems, lastTest, credentials } = connection;
  const [problem] = problems;
  if (problem !== undefined) {
    const isReached = lastTest?.reachable === true;
    return <Status glyph={isReached ? 'warning' : 'failed'}>{words(problem.message)}</Status>;
  }
  if (credentials === 'missing') {
    return <Status glyph="warning">{`${t('fact.credentials')} · ${t('credentials.missing')}`}</Status>;
  }
  if (lastTest === null) {
    return <Status glyph="pending">{t('noTest')}</Status>;
  }
  return (
    <>
      <Status glyph={lastTest.reachable ? 'succeeded' : 'failed'}>
        {t(lastTest.reachable ? 'reached' : 'notReached')}
        {lastTest.version === null ? '' : ` · ${lastTest.version}`}
      </Status>{' '}
      <span className="faint">{seenTime(lastTest.at)}</span>
    </>
  );
}
