import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleJson } from '../../../../src-main/contract/visible.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { Drawer } from '../../../components/Modal.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';

interface OutputsProps {
  readonly run: string;
  readonly version: string;
}

function Content({ run, version }: OutputsProps): ReactElement {
  const { t } = useTranslation('after');
  const asked = useAnswer(`outputs:${version}`, (client, signal) => client.runs.show({ run }, { signal }));
  if (asked.value === null) {
    return asked.error === null ? (
      <Loading />
    ) : (
      <Failed title={t('outputs.failed', { run })} error={asked.error} onRetry={asked.again} />
    );
  }
  const { outputs } = asked.value;
  if (Object.keys(outputs).length === 0) {
    return <Empty title={t('outputs.none')} hint={t('outputs.noneHint')} />;
  }
  const text = visibleJson(JSON.stringify(outputs, null, 2));
  return (
    <>
      <p className="outputs-acts">
        <CopyButton text={text} kind="plain">
          {t('outputs.copy')}
        </CopyButton>
      </p>
      <pre className="mono outputs-json" role="region" aria-label={t('outputs.title', { run })} tabIndex={0}>
        {text}
      </pre>
    </>
  );
}

interface OutputsDrawerProps extends OutputsProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What the run has made, as other tools take it. */
export function Outputs({ isOpen, onClose, ...props }: OutputsDrawerProps): ReactElement {
  const { t } = useTranslation('after');
  return (
    <Drawer open={isOpen} onCancel={onClose} width={480} title={t('outputs.title', { run: props.run })}>
      {isOpen ? <Content {...props} /> : null}
    </Drawer>
  );
}
