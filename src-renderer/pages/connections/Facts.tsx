import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Connection } from '../../../src-main/contract/connections.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Line, Section } from '../settings/Section.tsx';
import { Namespaces } from './Namespaces.tsx';

function Source({ kind, file }: Connection): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  if (file === null) {
    return <>{t(kind === 'practice' ? 'ofPractice' : 'pasted')}</>;
  }
  return (
    <>
      <span className="mono cut" title={file}>
        {file}
      </span>
      <CopyButton text={file} label={`${t('common:copy')} ${t('fact.source')}`} />
    </>
  );
}

function Credentials({ credentials, variable }: Connection): ReactElement {
  const { t } = useTranslation('connections');
  const isAtRisk = credentials === 'memory' || credentials === 'missing';
  const hint = isAtRisk ? t(`credentialsHint.${credentials}`) : undefined;
  const words = t(`credentials.${credentials}`, { variable: variable ?? '' });
  const said = <span className={isAtRisk ? 'tone-warn' : undefined}>{words}</span>;
  return hint === undefined ? (
    <Line name={t('fact.credentials')}>{said}</Line>
  ) : (
    <Line name={t('fact.credentials')} hint={hint}>
      {said}
    </Line>
  );
}

function Cluster(connection: Connection): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  const { name, context, namespaces, identity, allowed } = connection;
  return (
    <>
      <Line name={t('fact.source')}>
        <Source {...connection} />
      </Line>
      {context === null ? null : <Line name={t('fact.context')}>{context}</Line>}
      {allowed.length === 0 ? null : (
        <Line name={t('fact.allowed')} hint={t('allowedHint')}>
          {allowed.map((kind) => t(`need.short.${kind}`)).join(t('common:separator'))}
        </Line>
      )}
      <Namespaces name={name} namespaces={namespaces} />
      {identity === null ? (
        <Line name={t('fact.identity')}>
          <span className="faint">{t('noIdentity')}</span>
        </Line>
      ) : (
        <Line name={t('fact.identity')} hint={t(identity.isWeak ? 'weakHint' : 'strongHint')}>
          <span className="mono connection-identity">{identity.value}</span>
          {identity.isWeak ? <span className="connection-weak">{t('weak')}</span> : null}
        </Line>
      )}
    </>
  );
}

/** What the connection is made of, and where its credentials are. */
export function Facts({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  const { kind, server } = connection;
  return (
    <Section id="facts" title={t(`kind.${kind}`)}>
      <Line name={t('fact.server')}>
        <span className="mono">{server === '' ? '—' : server}</span>
      </Line>
      <Credentials {...connection} />
      {kind === 'primus' ? (
        <Line name={t('fact.trust')}>
          <span>
            {t('trustHint')} <Link href="/sites">{t('common:nav.sites')}</Link>
          </span>
        </Line>
      ) : (
        <Cluster {...connection} />
      )}
    </Section>
  );
}
