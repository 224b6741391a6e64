import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Connection } from '../../../src-main/contract/connections.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Modal } from '../../components/Modal.tsx';
import { ObjectPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Facts } from './Facts.tsx';
import { Found } from './Found.tsx';
import { useConnections } from './rows.ts';
import { TestButton } from './TestButton.tsx';
import './connections.css';

interface RemoveProps {
  readonly name: string;
  readonly onCancel: () => void;
}

function Remove({ name, onCancel }: RemoveProps): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  const [, go] = useLocation();
  const removing = useDeed((client) => client.connections.remove({ name }));
  const remove = async (): Promise<void> => {
    if (await removing.act()) {
      go('/connections');
    }
  };
  return (
    <Modal
      open
      title={t('removeQuestion', { name })}
      onCancel={onCancel}
      footer={
        <div className="settings-acts">
          <Action onAct={onCancel}>{t('common:cancel')}</Action>
          <Action kind="danger" requested={removing.isUnderWay} onAct={() => void remove()}>
            {t('removeAct')}
          </Action>
        </div>
      }
    >
      <p>{t('removeHint')}</p>
      {removing.error === null ? null : <Failed title={t('removeFailed')} error={removing.error} />}
    </Modal>
  );
}

function Shown({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation('connections');
  const { name, isDefault } = connection;
  const [isRemoving, setRemoving] = useState(false);
  const testing = useDeed<string>((client, tested) => client.connections.test({ name: tested }));
  const choosing = useDeed((client) => client.connections.makeDefault({ name }));
  return (
    <ObjectPage
      head={
        <PageHead title={name} note={isDefault ? t('default') : undefined}>
          <Action
            requested={choosing.isUnderWay}
            disabledBecause={isDefault ? t('isDefault') : null}
            onAct={() => void choosing.act()}
          >
            {t('makeDefault')}
          </Action>
          <Action kind="danger" onAct={() => setRemoving(true)}>
            {t('remove')}
          </Action>
          <TestButton name={name} testing={testing} kind="primary" />
        </PageHead>
      }
    >
      <div className="settings-page">
        {testing.error === null ? null : <Failed title={t('testFailed')} error={testing.error} />}
        {choosing.error === null ? null : <Failed title={t('defaultFailed')} error={choosing.error} />}
        <Facts connection={connection} />
        <Found connection={connection} />
      </div>
      {isRemoving ? <Remove name={name} onCancel={() => setRemoving(false)} /> : null}
    </ObjectPage>
  );
}

/** One connection: what it is made of, what its last test found, and what can be done with it. */
export function ConnectionPage({ name }: { readonly name: string }): ReactElement {
  const { t } = useTranslation('connections');
  const { rows, refused } = useConnections();
  const connection = rows?.find((row) => row.name.toLowerCase() === name.toLowerCase());
  if (connection !== undefined) {
    return <Shown connection={connection} />;
  }
  return (
    <ObjectPage head={<PageHead title={name} />}>
      {refused === null ? null : <Failed title={t('failed')} error={refused} />}
      {rows === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : (
        <Empty title={t('gone')} hint={t('goneHint', { name })}>
          <Link href="/connections">{t('all')}</Link>
        </Empty>
      )}
    </ObjectPage>
  );
}
