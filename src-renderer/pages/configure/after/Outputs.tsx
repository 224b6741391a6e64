import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { visible, visibleJson } from '../../../../src-main/contract/visible.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { Drawer } from '../../../components/Modal.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { fieldsOf, type Field } from '../../../words/fields-of.ts';

interface OutputsProps {
  readonly run: string;
  readonly version: string;
}

interface OutputTableProps {
  readonly run: string;
  readonly fields: readonly Field[];
}

/** From the whole to the part: `config_cluster.results.1.action`. */
const nameOf = ({ path }: Field): string => visible(path.join('.'));

function OutputTable({ run, fields }: OutputTableProps): ReactElement {
  const { t } = useTranslation(['after', 'common']);
  const columns: readonly Column<Field>[] = [
    { key: 'name', title: t('outputs.name'), share: 0.46, className: 'mono quiet', render: nameOf },
    { key: 'value', title: t('outputs.value'), className: 'mono', render: ({ value }) => value },
    {
      key: 'copy',
      title: t('common:copy'),
      widthPx: 64,
      render: (field) => <CopyButton text={field.value} label={`${t('common:copy')} ${nameOf(field)}`} />,
    },
  ];
  return <Table wraps label={t('outputs.title', { run })} columns={columns} rows={fields} keyOf={nameOf} />;
}

function Content({ run, version }: OutputsProps): ReactElement {
  const { t } = useTranslation('after');
  const [isRaw, setRaw] = useState(false);
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
      <div className="outputs-acts">
        <Toggles
          label={t('outputs.view')}
          value={isRaw ? 'raw' : 'table'}
          onChange={(view) => setRaw(view === 'raw')}
          choices={[
            { key: 'table', title: t('outputs.table') },
            { key: 'raw', title: t('outputs.raw') },
          ]}
        />
        <CopyButton text={text} kind="plain">
          {t('outputs.copy')}
        </CopyButton>
      </div>
      {isRaw ? (
        <pre
          className="mono outputs-json"
          role="region"
          aria-label={t('outputs.title', { run })}
          tabIndex={0}
        >
          {text}
        </pre>
      ) : (
        <OutputTable run={run} fields={fieldsOf(outputs)} />
      )}
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
    <Drawer open={isOpen} onCancel={onClose} width={640} title={t('outputs.title', { run: props.run })}>
      {isOpen ? <Content {...props} /> : null}
    </Drawer>
  );
}
