import { Checkbox } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeenNeed } from '../../../src-main/contract/connections.ts';
import { Section } from '../settings/Section.tsx';
import { isBeside } from './draft.ts';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

const Fact = ({ name, children }: FactProps): ReactElement => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** Whole, a line each: what is allowed has to be seen to its end. */
function Words({ words }: { readonly words: readonly string[] }): ReactElement {
  const { t } = useTranslation('connections');
  return words.length === 0 ? (
    <span className="faint">{t('need.none')}</span>
  ) : (
    <ul className="mono">
      {words.map((word, index) => (
        <li key={`${index} ${word}`}>{word}</li>
      ))}
    </ul>
  );
}

function Program({ seen: { need, program } }: { readonly seen: SeenNeed }): ReactElement | null {
  const { t } = useTranslation('connections');
  if (need.kind !== 'exec') {
    return null;
  }
  return (
    <dl>
      <Fact name={t('need.program')}>
        <span className="mono">{program?.path ?? need.command}</span>
      </Fact>
      {program === null ? null : (
        <Fact name={t('need.sum')}>
          <span className="mono">{program.sha256}</span>
        </Fact>
      )}
      <Fact name={t('need.args')}>
        <Words words={need.args} />
      </Fact>
      <Fact name={t('need.environment')}>
        <Words words={need.environment} />
        {need.environment.length === 0 ? null : (
          <span className="small faint">{t('need.environmentHint')}</span>
        )}
      </Fact>
      {need.installHint === null ? null : <Fact name={t('need.install')}>{need.installHint}</Fact>}
    </dl>
  );
}

function Details({ seen }: { readonly seen: SeenNeed }): ReactElement | null {
  const { t } = useTranslation('connections');
  const { need } = seen;
  switch (need.kind) {
    case 'exec':
      return <Program seen={seen} />;
    case 'auth-provider':
      return (
        <dl>
          <Fact name={t('need.provider')}>
            <span className="mono">{need.name}</span>
          </Fact>
        </dl>
      );
    case 'insecure':
      return <p className="small tone-warn">{t('need.insecureHint')}</p>;
    case 'proxy':
      return (
        <dl>
          <Fact name={t('need.proxy')}>
            <span className="mono">{need.url}</span>
          </Fact>
        </dl>
      );
    case 'files':
      return (
        <dl>
          {need.files.map(({ field, path }) => (
            <Fact key={`${field} ${path}`} name={field}>
              <span className="mono">{path}</span>
            </Fact>
          ))}
        </dl>
      );
  }
}

interface NeedsProps {
  readonly needs: readonly SeenNeed[];
  /** Digests of those that are allowed. */
  readonly approved: readonly string[];
  readonly onChange: (approved: readonly string[]) => void;
}

/** What a context would run, trust or read, each to be allowed by itself; nothing of it was done yet. */
export function Needs({ needs, approved, onChange }: NeedsProps): ReactElement {
  const { t } = useTranslation('connections');
  const toggle = (digest: string): void =>
    onChange(approved.includes(digest) ? approved.filter((each) => each !== digest) : [...approved, digest]);
  return (
    <Section id="needs" title={t('need.title')} note={t('need.hint')}>
      {needs.map((seen) => {
        const { need, digest } = seen;
        const words = t(`need.allow.${need.kind}`);
        return isBeside(seen) ? (
          <div key={digest} className="connection-need beside">
            <span className="strong">{words}</span>{' '}
            <span className="small faint">{t('need.besideHint')}</span>
            <Details seen={seen} />
          </div>
        ) : (
          <div key={digest} className="connection-need">
            <Checkbox checked={approved.includes(digest)} onChange={() => toggle(digest)}>
              <span className="strong">{words}</span>
            </Checkbox>
            <Details seen={seen} />
          </div>
        );
      })}
    </Section>
  );
}
