import { Checkbox, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { JobPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Failed } from '../../components/State.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { Section } from '../settings/Section.tsx';
import { missingOf, nameOf, namespacesOf, noDraft, orderOf, type Draft, type Kind } from './draft.ts';
import { KubeconfigFields } from './KubeconfigFields.tsx';
import { Needs } from './Needs.tsx';
import { PrimusFields } from './PrimusFields.tsx';
import { useConnections } from './rows.ts';
import './connections.css';

const kinds: readonly Kind[] = ['kubernetes', 'primus', 'practice'];

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** What every connection has: a name, and for a cluster where is worked in it. */
function Common({ draft, onChange }: FieldsProps): ReactElement {
  const { t } = useTranslation('connections');
  return (
    <Section id="settings" title={t('new.settings')}>
      <label className="connection-form-line">
        <span>{t('new.name')}</span>
        <Input
          aria-label={t('new.name')}
          value={nameOf(draft)}
          spellCheck={false}
          maxLength={63}
          onChange={({ target }) => onChange({ name: target.value.trim() })}
        />
        <span className="small faint">{t('new.nameHint')}</span>
      </label>
      {draft.kind === 'kubernetes' ? (
        <label className="connection-form-line">
          <span>{t('fact.namespaces')}</span>
          <Input
            className="mono"
            aria-label={t('namespacesField')}
            value={namespacesOf(draft)}
            spellCheck={false}
            onChange={({ target }) => onChange({ namespaces: target.value })}
          />
          <span className="small faint">{t('namespacesHint')}</span>
        </label>
      ) : null}
      <div className="connection-form-line">
        <span>{t('default')}</span>
        <Checkbox
          checked={draft.isDefault}
          onChange={({ target }) => onChange({ isDefault: target.checked })}
        >
          {t('new.asDefault')}
        </Checkbox>
        <span className="small faint">{t('new.asDefaultHint')}</span>
      </div>
    </Section>
  );
}

function Own({ draft, onChange }: FieldsProps): ReactElement {
  const { t } = useTranslation('connections');
  const { kind, chosen, primus } = draft;
  if (kind === 'practice') {
    return (
      <Section id="practice" title={t('kind.practice')}>
        <p className="connection-acts quiet">{t('new.practice')}</p>
      </Section>
    );
  }
  if (kind === 'primus') {
    return (
      <PrimusFields draft={primus} onChange={(changes) => onChange({ primus: { ...primus, ...changes } })} />
    );
  }
  return (
    <>
      <KubeconfigFields chosen={chosen} onChoose={(context) => onChange({ chosen: context })} />
      {chosen === null || chosen.context.needs.length === 0 ? null : (
        <Needs
          needs={chosen.context.needs}
          approved={chosen.approved}
          onChange={(approved) => onChange({ chosen: { ...chosen, approved } })}
        />
      )}
    </>
  );
}

/** From what a person has to a connection; nothing is kept, run or sent before it is added. */
export function NewConnection(): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  const [, go] = useLocation();
  const [draft, setDraft] = useState(noDraft);
  const { rows } = useConnections();
  const missing = missingOf(draft, rows?.map(({ name }) => name) ?? []);
  const order = orderOf(draft);
  const adding = useDeed(async (client) => {
    if (order !== null) {
      const { name } = await client.connections.add(order);
      go(`/connections/${name}`);
    }
  });
  const because = missing === null ? null : t(`new.because.${missing}`);
  return (
    <JobPage
      head={<PageHead title={t('new.title')} />}
      confirm={
        <div className="connection-onward">
          <span className="grow small quiet" role="status">
            {because}
          </span>
          <Action onAct={() => go('/connections')}>{t('common:cancel')}</Action>
          <Action
            kind="primary"
            requested={adding.isUnderWay}
            disabledBecause={because}
            onAct={() => void adding.act()}
          >
            {t('new.add')}
          </Action>
        </div>
      }
    >
      <div className="new-connection">
        <div className="connection-acts">
          <Toggles
            label={t('new.kind')}
            choices={kinds.map((key) => ({ key, title: t(`kind.${key}`) }))}
            value={draft.kind}
            onChange={(kind) => {
              adding.forget();
              setDraft({ ...noDraft, kind, isDefault: draft.isDefault });
            }}
          />
        </div>
        <Own
          key={draft.kind}
          draft={draft}
          onChange={(changes) => {
            adding.forget();
            setDraft((before) => ({ ...before, ...changes }));
          }}
        />
        <Common draft={draft} onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))} />
        {adding.error === null ? null : <Failed title={t('new.failed')} error={adding.error} />}
      </div>
    </JobPage>
  );
}
