import { Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from '../../../components/Glyph.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import type { PairingFacts, Pairs, ScannedHost } from './pairing-answer.ts';

interface PairingFieldsProps {
  readonly facts: PairingFacts;
  readonly pairs: Pairs;
  readonly onChange: (pairs: Pairs) => void;
}

/** A scanned host by everything that tells it from the others. */
const toldBy = ({ hostname, serial, addresses, uuid }: ScannedHost): string =>
  [hostname, serial, addresses[0], `${uuid.slice(0, 8)}…`]
    .filter((part) => part !== null && part !== undefined)
    .join(' · ');

/** Each host of the sheet, with the choice of the scanned ones. */
export function PairingFields({ facts, pairs, onChange }: PairingFieldsProps): ReactElement {
  const { t } = useTranslation('configure');
  const options = facts.scanned.map((host) => ({ value: host.uuid, label: toldBy(host), title: host.uuid }));
  const isTwice = (uuid: string | undefined): boolean =>
    uuid !== undefined && Object.values(pairs).filter((one) => one === uuid).length > 1;
  const columns: readonly Column<PairingFacts['rows'][number]>[] = [
    {
      key: 'planned',
      title: t('pairing.planned'),
      widthPx: 150,
      className: 'strong',
      render: ({ planned, verdict }) => (
        <>
          <Glyph name={verdict === 'paired' ? 'succeeded' : 'warning'} /> {planned}
        </>
      ),
    },
    {
      key: 'scanned',
      title: t('pairing.scanned'),
      render: ({ planned }) => (
        <Select
          className="pairing-select"
          size="small"
          aria-label={t('pairing.hostFor', { host: planned })}
          placeholder={t('pairing.choose')}
          value={pairs[planned] ?? null}
          status={isTwice(pairs[planned]) ? 'error' : ''}
          options={options}
          onChange={(uuid: string | null) => {
            if (uuid !== null) {
              onChange({ ...pairs, [planned]: uuid });
            }
          }}
        />
      ),
    },
  ];
  return (
    <Table
      className="pairing-fields"
      isDense
      isForm
      label={t('pairing.planned')}
      columns={columns}
      rows={facts.rows}
      keyOf={({ planned }) => planned}
    />
  );
}
