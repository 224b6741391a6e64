import { Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import type { Order } from '../job/orders.ts';
import { Part } from './Part.tsx';

/** The accounts that the sheet's hosts have, each once. */
export const accountsOf = ({ hosts }: SitePlan): readonly string[] => [
  ...new Set(hosts.flatMap(({ accounts }) => accounts.map(({ user }) => user))),
];

interface SecretsProps {
  readonly draft: Pick<Order, 'secrets'>;
  readonly onChange: (changes: Pick<Order, 'secrets'>) => void;
  readonly accounts: readonly string[];
}

/** What stands in no sheet; it stays in this window's memory and goes along with each call. */
export function Secrets({ draft: { secrets }, onChange, accounts }: SecretsProps): ReactElement {
  const { t } = useTranslation('site');
  const give = (key: string, value: string): void => {
    const others = secrets.filter((secret) => secret.key !== key);
    onChange({ secrets: value === '' ? others : [...others, { key, value }] });
  };
  const fields = [
    { key: 'token', title: t('secrets.token') },
    ...accounts.map((user) => ({ key: `current-password:${user}`, title: t('secrets.current', { user }) })),
  ];
  return (
    <Part title={t('secrets.title')} hint={t('secrets.hint')}>
      {fields.map(({ key, title }) => (
        <label key={key} className="site-field">
          <span>{title}</span>
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
