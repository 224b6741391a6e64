import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PracticePace } from '../../src-main/contract/practice-pace.ts';
import { prefer, usePreferences } from '../hooks/preferences.ts';
import { useAnswer } from '../ask/use-call.ts';
import { Toggles } from './Toggles.tsx';

/** How fast the practice site answers; the choice is remembered. */
export function PaceToggles({
  onChange,
}: {
  readonly onChange?: (pace: PracticePace) => void;
}): ReactElement {
  const { t } = useTranslation();
  const chosen = usePreferences(({ pace }) => pace);
  const now = useAnswer('practice/pace', (client, signal) => client.practice.pace({}, { signal })).value;
  return (
    <Toggles
      label={t('pace.title')}
      value={chosen ?? now ?? 'real'}
      onChange={(pace) => {
        prefer({ pace });
        onChange?.(pace);
      }}
      choices={[
        { key: 'real', title: t('pace.real') },
        { key: 'fast', title: t('pace.fast') },
      ]}
    />
  );
}
