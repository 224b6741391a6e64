import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationFacts } from '../../../src-main/contract/machine.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Failed, Loading } from '../../components/State.tsx';
import { Licences } from './Licences.tsx';
import { Secrets } from './Secrets.tsx';
import { Line, Section } from './Section.tsx';
import { Window } from './Window.tsx';
import './settings.css';

/** `Chrome/108.0.5359.215`, as the browser engine names itself. */
const engine = (): string => /(?:Edg|Chrome|Firefox|Version)\/[\d.]+/.exec(navigator.userAgent)?.[0] ?? '';

const runtimesOf = ({ runtimes: { node, electron } }: ApplicationFacts): string =>
  [`Node ${node}`, ...(electron === null ? [] : [`Electron ${electron}`]), engine()]
    .filter((part) => part !== '')
    .join(' · ');

function About({ facts }: { readonly facts: ApplicationFacts }): ReactElement {
  const { t } = useTranslation('settings');
  const { version, protocol, platform } = facts;
  const text = [`Sitewright ${version} (${protocol})`, platform, runtimesOf(facts)].join('\n');
  return (
    <Section id="about" title={t('about.title')}>
      <Line name={t('about.product')}>
        <span>Sitewright</span>
        <span className="quiet">{t('about.version', { version, protocol })}</span>
        <CopyButton text={text}>{t('about.copy')}</CopyButton>
      </Line>
      <Line name={t('about.platform')}>{platform}</Line>
      <Line name={t('about.runtime')}>{runtimesOf(facts)}</Line>
    </Section>
  );
}

function Home({ facts }: { readonly facts: ApplicationFacts }): ReactElement {
  const { t } = useTranslation('settings');
  return (
    <Section id="home" title={t('home.title')}>
      <Line name={t('home.path')} hint={t('home.pathHint')}>
        <span className="mono cut" title={facts.home}>
          {facts.home}
        </span>
        <CopyButton text={facts.home} />
      </Line>
      <Line name={t('home.store')}>
        <span className="mono quiet">{facts.storeId}</span>
      </Line>
    </Section>
  );
}

/** What a person chooses for this machine, what is kept on it, and what this is. */
export function Settings(): ReactElement {
  const { t } = useTranslation('settings');
  const asked = useAnswer('facts', (client, signal) => client.system.facts({}, { signal }));
  const facts = asked.value;
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
      </header>
      <div className="settings-page">
        <Window />
        {asked.error === null ? null : (
          <Failed title={t('about.failed')} error={asked.error} onRetry={asked.again} />
        )}
        {facts === null ? (
          asked.error === null ? (
            <Loading />
          ) : null
        ) : (
          <>
            <Secrets keystore={facts.keystore} onCleared={asked.again} />
            <Home facts={facts} />
            <About facts={facts} />
          </>
        )}
        <Licences />
      </div>
    </>
  );
}
