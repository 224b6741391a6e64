import { Checkbox, Input, Radio, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { pickFile } from '../../ask/host.ts';
import { Action } from '../../components/Action.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Filter } from '../../components/Filter.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { Section } from './Section.tsx';

const nothing = (): void => undefined;

export function Acts(): ReactElement {
  const { t } = useTranslation('parts');
  return (
    <Section title={t('section.acts')}>
      <div className="parts-line">
        <Action kind="primary" shortcut="↵" onAct={nothing}>
          {t('act.primary')}
        </Action>
        <Action kind="outline" onAct={nothing}>
          {t('act.outline')}
        </Action>
        <Action onAct={nothing}>{t('act.plain')}</Action>
        <Action kind="danger" onAct={nothing}>
          {t('act.danger')}
        </Action>
        <Action requested onAct={nothing}>
          {t('act.plain')}
        </Action>
        <Action disabledBecause={t('act.adoptWhy')} onAct={nothing}>
          {t('act.adopt')}
        </Action>
      </div>
      <p className="small quiet">
        <Glyph name="info" /> {t('act.rule')}
      </p>
      <div className="parts-line">
        <Action size="small" onAct={nothing}>
          {t('act.small')}
        </Action>
        <Action size="small" onAct={() => void pickFile('iso')}>
          {t('act.pick')}
        </Action>
        <Action kind="link" onAct={nothing}>
          {t('act.link')}
        </Action>
        <CopyButton text="10.0.20.10" />
        <CopyButton text="10.0.20.10" kind="plain">
          {t('reference.copy')}
        </CopyButton>
      </div>
    </Section>
  );
}

export function Controls(): ReactElement {
  const { t } = useTranslation('parts');
  const [view, setView] = useState<'all' | 'open'>('all');
  const [filter, setFilter] = useState('');
  return (
    <Section title={t('section.controls')}>
      <div className="parts-line">
        <Toggles
          label={t('control.view')}
          value={view}
          onChange={setView}
          choices={[
            { key: 'all', title: t('control.all') },
            { key: 'open', title: t('control.open') },
          ]}
        />
        <Filter value={filter} onChange={setFilter} label={t('control.filter')} widthPx={120} />
        <Input className="parts-input" defaultValue="1124" aria-label={t('control.value')} />
        <Checkbox defaultChecked>{t('control.ticked')}</Checkbox>
        <Checkbox indeterminate>{t('control.some')}</Checkbox>
        <Radio defaultChecked>{t('control.one')}</Radio>
        <Select
          size="small"
          className="parts-select"
          aria-label={t('control.choice')}
          value=""
          options={[{ value: '', label: t('control.noFault') }]}
        />
      </div>
    </Section>
  );
}
