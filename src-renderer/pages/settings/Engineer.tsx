import { Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { Failed } from '../../components/State.tsx';
import { Line } from './Section.tsx';

/** Longer ones are refused by the owner. */
const longestName = 100;

/** Who signs the acceptance reports of this home; kept once the field is left or Enter is pressed. */
export function Engineer(): ReactElement {
  const { t } = useTranslation('settings');
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useAnswer('settings', (client, signal) => client.system.settings({}, { signal }));
  const keeping = useDeed<string>(async (client, engineer) => {
    await client.system.keepSettings({ engineer });
    asked.again();
  });
  const kept = asked.value?.engineer ?? '';
  const keep = async (): Promise<void> => {
    if (typed === null || typed.trim() === kept) {
      return;
    }
    // What was refused stays in the field, to be corrected or tried again.
    await keeping.act(typed.trim());
  };
  const error = keeping.error ?? asked.error;
  return (
    <>
      <Line name={t('window.engineer')} hint={t('window.engineerHint')}>
        <Input
          aria-label={t('window.engineer')}
          autoComplete="name"
          maxLength={longestName}
          className="settings-name"
          disabled={asked.value === null}
          value={typed ?? kept}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={() => void keep()}
          onPressEnter={() => void keep()}
        />
      </Line>
      {error === null ? null : <Failed title={t('window.engineerFailed')} error={error} />}
    </>
  );
}
