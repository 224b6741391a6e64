import { Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from '../../../components/Glyph.tsx';
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
  return (
    <table className="rows dense pairing-fields">
      <thead>
        <tr>
          <th style={{ width: 150 }}>{t('pairing.planned')}</th>
          <th>{t('pairing.scanned')}</th>
        </tr>
      </thead>
      <tbody>
        {facts.rows.map(({ planned, verdict }) => (
          <tr key={planned}>
            <td className="strong">
              <Glyph name={verdict === 'paired' ? 'succeeded' : 'warning'} /> {planned}
            </td>
            <td>
              <Select
                className="pairing-select"
                size="small"
                aria-label={t('pairing.hostFor', { host: planned })}
                placeholder={t('pairing.choose')}
                value={pairs[planned] ?? null}
                {...(isTwice(pairs[planned]) ? { status: 'error' as const } : {})}
                options={options}
                onChange={(uuid: string | null) => {
                  if (uuid !== null) {
                    onChange({ ...pairs, [planned]: uuid });
                  }
                }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
