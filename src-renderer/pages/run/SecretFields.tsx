import { Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src-main/contract/json.ts';

interface SecretFieldsProps {
  readonly facts: Readonly<Record<string, Json>>;
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}

/** Passwords that the run cannot find any more; they stay in the memory of the process that works on it. */
export function SecretFields({ facts, values, onChange }: SecretFieldsProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const missing = Array.isArray(facts['missing']) ? facts['missing'].map(String) : [];
  return (
    <div className="secret-fields">
      <p className="small quiet">{t('question.secretsHint')}</p>
      {missing.map((key) => (
        <label key={key}>
          <span className="mono small">{key}</span>
          <Input.Password
            autoComplete="off"
            value={values[key] ?? ''}
            onChange={({ target }) => onChange({ ...values, [key]: target.value })}
          />
        </label>
      ))}
    </div>
  );
}
