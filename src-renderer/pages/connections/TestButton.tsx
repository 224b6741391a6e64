import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deed } from '../../ask/use-call.ts';
import { Action, type ActionProps } from '../../components/Action.tsx';

interface TestButtonProps extends Pick<ActionProps, 'kind' | 'size'> {
  readonly name: string;
  readonly testing: Deed<string>;
}

/** What the test found is told by the connection's row. */
export function TestButton({ name, testing, kind, size }: TestButtonProps): ReactElement {
  const { t } = useTranslation('connections');
  return (
    <Action
      kind={kind ?? 'plain'}
      size={size ?? 'normal'}
      label={t('testLabel', { name })}
      requested={testing.isUnderWay}
      onAct={() => void testing.act(name)}
    >
      {t('test')}
    </Action>
  );
}
