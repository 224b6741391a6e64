import { Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Failed } from '../../components/State.tsx';
import { Line } from '../settings/Section.tsx';
import { areNamespaces, namespacesIn } from './draft.ts';

interface NamespacesProps {
  readonly name: string;
  readonly namespaces: readonly string[];
}

/** Where is worked when the whole cluster may not be listed; changed in its place. */
export function Namespaces({ name, namespaces }: NamespacesProps): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  const [typed, setTyped] = useState<string | null>(null);
  const keeping = useDeed<readonly string[]>((client, changed) =>
    client.connections.changeNamespaces({ name, namespaces: [...changed] }),
  );
  const keep = async (): Promise<void> => {
    if (typed !== null && areNamespaces(typed) && (await keeping.act(namespacesIn(typed)))) {
      setTyped(null);
    }
  };
  return (
    <>
      <Line name={t('fact.namespaces')} hint={t('namespacesHint')}>
        {typed === null ? (
          <>
            <span className="mono">{namespaces.join(' ') || '—'}</span>
            <Action kind="link" onAct={() => setTyped(namespaces.join(' '))}>
              {t('namespacesEdit')}
            </Action>
          </>
        ) : (
          <>
            <Input
              className="mono connection-field"
              aria-label={t('namespacesField')}
              spellCheck={false}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              onPressEnter={() => void keep()}
            />
            <Action
              size="small"
              requested={keeping.isUnderWay}
              disabledBecause={areNamespaces(typed) ? null : t('new.because.namespaces')}
              onAct={() => void keep()}
            >
              {t('namespacesKeep')}
            </Action>
            <Action size="small" onAct={() => setTyped(null)}>
              {t('common:cancel')}
            </Action>
          </>
        )}
      </Line>
      {keeping.error === null ? null : <Failed title={t('namespacesFailed')} error={keeping.error} />}
    </>
  );
}
