import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterIdentity, Connection } from '../../../src-main/contract/connections.ts';
import { shortClusterIdentity } from '../../../src-main/contract/short-identity.ts';
import type { GlyphName } from '../../components/Glyph.tsx';
import { Status } from '../../components/Status.tsx';
import { seenTime } from '../../words/times.ts';

export function Identity({ identity }: { readonly identity: ClusterIdentity | null }): ReactElement {
  const { t } = useTranslation('connections');
  if (identity === null) {
    return <span className="faint">{t('noIdentity')}</span>;
  }
  return (
    <span title={identity.value}>
      <span className="mono">{shortClusterIdentity(identity.value)}</span>
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

/** The glyph and the key of its words. */
function standing({ problems, lastTest, credentials }: Connection): readonly [GlyphName, Standing] {
  if (lastTest === null) {
    // What could not be tested and has a problem all the same is a record that cannot be read.
    return problems.length > 0
      ? ['failed', 'unreadable']
      : credentials === 'missing'
        ? ['warning', 'noCredentials']
        : ['pending', 'noTest'];
  }
  if (!lastTest.reachable) {
    return ['failed', 'notReached'];
  }
  return problems.length > 0 ? ['warning', 'withProblem'] : ['succeeded', 'reached'];
}

type Standing = 'unreadable' | 'noCredentials' | 'noTest' | 'notReached' | 'withProblem' | 'reached';

/** How the connection was found by its last test; why stands on its own page. */
export function TestState({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation('connections');
  const { lastTest } = connection;
  const [glyph, key] = standing(connection);
  const version = lastTest?.version ?? null;
  return (
    <>
      <Status glyph={glyph}>{version === null ? t(key) : `${t(key)} · ${version}`}</Status>{' '}
      {lastTest === null ? null : <span className="faint">{seenTime(lastTest.at)}</span>}
    </>
  );
}
