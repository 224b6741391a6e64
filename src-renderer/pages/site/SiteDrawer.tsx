import { Checkbox, Input, Radio } from 'antd';
import { Drawer } from '../../components/Modal.tsx';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../src-main/contract/configure.ts';
import { pickFile } from '../../app/host.ts';
import type { Job } from '../../app/job.ts';
import { changeOrder } from '../../app/orders.ts';
import type { Order } from '../../app/orders.ts';
import { bytes } from '../../app/times.ts';
import { Action } from '../../components/Action.tsx';
import { faultNamesOf } from './fault-names.ts';
import { PracticeSite } from './PracticeSite.tsx';
import { RealSite } from './RealSite.tsx';

interface SiteDrawerProps {
  readonly importId: number;
  readonly job: Job;
  readonly order: Order;
  readonly onClose: () => void;
}

interface PartProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Part({ title, hint, children }: PartProps): ReactElement {
  return (
    <fieldset className="site-part">
      <legend>{title}</legend>
      {hint === undefined ? null : <p className="small quiet">{hint}</p>}
      {children}
    </fieldset>
  );
}

interface DraftProps {
  readonly draft: Order;
  readonly onChange: (changes: Partial<Order>) => void;
}

/** The image to upload, by the machine's own picker: its path never reaches the page. */
function Iso({ draft: { iso }, onChange }: DraftProps): ReactElement {
  const { t } = useTranslation('site');
  const pick = async (): Promise<void> => {
    const file = await pickFile('iso');
    if (file !== null) onChange({ iso: file });
  };
  return (
    <Part title={t('iso.title')} hint={t('iso.hint')}>
      <div className="site-line">
        <span className="cut grow">
          {iso === null ? <span className="faint">{t('iso.none')}</span> : iso.name}
          {iso === null || iso.sizeBytes === null ? null : (
            <span className="faint"> {bytes(iso.sizeBytes)}</span>
          )}
        </span>
        <Action size="small" onAct={() => void pick()}>
          {t('iso.choose')}
        </Action>
        {iso === null ? null : (
          <Action size="small" onAct={() => onChange({ iso: null })}>
            {t('iso.remove')}
          </Action>
        )}
      </div>
    </Part>
  );
}

const secretKeys = ['token', 'current-password'] as const;

/** What stands in no sheet; it stays in this window's memory and goes along with each call. */
function Secrets({ draft: { secrets }, onChange }: DraftProps): ReactElement {
  const { t } = useTranslation('site');
  const give = (key: string, value: string): void => {
    const others = secrets.filter((secret) => secret.key !== key);
    onChange({ secrets: value === '' ? others : [...others, { key, value }] });
  };
  return (
    <Part title={t('secrets.title')} hint={t('secrets.hint')}>
      {secretKeys.map((key) => (
        <label key={key} className="site-field">
          <span>{t(`secrets.${key}`)}</span>
          <Input.Password
            autoComplete="off"
            value={secrets.find((secret) => secret.key === key)?.value ?? ''}
            onChange={({ target }) => give(key, target.value)}
          />
        </label>
      ))}
    </Part>
  );
}

function Options({ draft, onChange }: DraftProps): ReactElement {
  const { t } = useTranslation('site');
  const { acceptFingerprints, overwriteSerial } = draft;
  return (
    <Part title={t('options.title')}>
      <Checkbox
        checked={overwriteSerial}
        onChange={({ target }) => onChange({ overwriteSerial: target.checked })}
      >
        {t('options.overwriteSerial')}
      </Checkbox>
      {acceptFingerprints.length === 0 ? null : (
        <ul className="site-keys" aria-label={t('options.accepted')}>
          {acceptFingerprints.map((fingerprint) => (
            <li key={fingerprint}>
              <span className="mono cut" title={fingerprint}>
                {fingerprint}
              </span>
              <Action
                kind="link"
                onAct={() =>
                  onChange({ acceptFingerprints: acceptFingerprints.filter((one) => one !== fingerprint) })
                }
              >
                {t('options.withdraw')}
              </Action>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

const practiceSite: Site = { kind: 'practice', url: null, faults: [] };
const realSite: Site = { kind: 'real', baseUrl: '', allowHttp: false };

/** The sheet's first host by its management address. Shown as a proposal only: a person has to take it. */
function proposedAddress({ plan }: Job): string | null {
  const address = plan.hosts[0]?.managementIp ?? '';
  const url = `https://${address}`;
  return address !== '' && URL.canParse(url) ? url : null;
}

/** A site's address cannot be used as it is typed while it is no address. */
function problemOf(site: Site | null): 'choose' | 'address' | 'http' | null {
  if (site === null) return 'choose';
  if (site.kind === 'practice') return null;
  const protocol = URL.canParse(site.baseUrl) ? new URL(site.baseUrl).protocol : '';
  if (protocol === 'https:') return null;
  if (protocol !== 'http:') return 'address';
  return site.allowHttp ? null : 'http';
}

/** Where it is done and with what. Nothing is looked at again before it is taken over. */
export function SiteDrawer({ importId, job, order, onClose }: SiteDrawerProps): ReactElement {
  const { t } = useTranslation(['site', 'common']);
  const [draft, setDraft] = useState(order);
  const onChange = (changes: Partial<Order>): void => setDraft((before) => ({ ...before, ...changes }));
  const { site } = draft;
  const problem = problemOf(site);
  const take = (): void => {
    changeOrder(importId, draft);
    onClose();
  };
  return (
    <Drawer
      open
      title={t('title')}
      onCancel={onClose}
      footer={
        <div className="site-acts">
          {problem === null ? null : (
            <span className="small quiet site-problem">{t(`problem.${problem}`)}</span>
          )}
          <Action onAct={onClose}>{t('common:cancel')}</Action>
          <Action
            kind="primary"
            disabledBecause={problem === null ? null : t(`problem.${problem}`)}
            onAct={take}
          >
            {t('take')}
          </Action>
        </div>
      }
    >
      <Part title={t('where')}>
        <Radio.Group
          value={site?.kind ?? null}
          onChange={({ target }) => onChange({ site: target.value === 'real' ? realSite : practiceSite })}
          options={[
            { value: 'practice', label: t('practice.title') },
            { value: 'real', label: t('real.title') },
          ]}
        />
        {site === null ? null : site.kind === 'practice' ? (
          <PracticeSite
            site={site}
            onChange={(changed) => onChange({ site: changed })}
            path={job.path}
            names={faultNamesOf(job.plan)}
            onReset={() => {
              changeOrder(importId, {});
              onClose();
            }}
          />
        ) : (
          <RealSite
            site={site}
            proposed={proposedAddress(job)}
            onChange={(changed) => onChange({ site: changed })}
          />
        )}
      </Part>
      <Iso draft={draft} onChange={onChange} />
      <Secrets draft={draft} onChange={onChange} />
      <Options draft={draft} onChange={onChange} />
    </Drawer>
  );
}
