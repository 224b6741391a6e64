import { Checkbox, Radio } from 'antd';
import { Drawer } from '../../components/Modal.tsx';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../src-main/contract/configure.ts';
import type { Job } from '../../app/job.ts';
import { changeOrder } from '../../app/orders.ts';
import type { Order } from '../../app/orders.ts';
import { useAnswer } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { faultNamesOf } from './fault-names.ts';
import { Iso } from './Iso.tsx';
import { Part } from './Part.tsx';
import { PracticeSite } from './PracticeSite.tsx';
import { RealSite } from './RealSite.tsx';
import { accountsOf, Secrets } from './Secrets.tsx';

interface SiteDrawerProps {
  readonly importId: number;
  readonly job: Job;
  readonly order: Order;
  readonly onClose: () => void;
}

export interface DraftProps {
  readonly draft: Order;
  readonly onChange: (changes: Partial<Order>) => void;
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
  const proposed = useAnswer(`proposed ${job.file}`, (client, signal) =>
    client.configure.proposedAddress({ file: job.file }, { signal }),
  ).value;
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
          <RealSite site={site} proposed={proposed} onChange={(changed) => onChange({ site: changed })} />
        )}
      </Part>
      <Iso draft={draft} onChange={onChange} file={job.file} />
      {site?.kind === 'real' ? (
        <Secrets draft={draft} onChange={onChange} accounts={accountsOf(job.plan)} />
      ) : null}
      <Options draft={draft} onChange={onChange} />
    </Drawer>
  );
}
