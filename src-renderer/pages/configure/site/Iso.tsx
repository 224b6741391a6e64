import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { fromWindow } from '../../../ask/desktop.ts';
import type { Answered } from '../../../../src-main/contract/desktop.ts';
import { pickFile, type PickedFile } from '../../../ask/host.ts';
import type { Order } from '../job/orders.ts';
import { bytes } from '../../../../src-main/contract/byte-words.ts';
import { useAnswer, useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Failed } from '../../../components/State.tsx';
import { Part } from './Part.tsx';

interface IsoProps {
  readonly draft: Pick<Order, 'iso'>;
  readonly onChange: (changes: Pick<Order, 'iso'>) => void;
  /** Names the workbook: what lies beside it is offered. */
  readonly file: string;
}

/** The images beside the workbook; none is used before a person takes it. */
function Offers({ file, onChange }: Omit<IsoProps, 'draft'>): ReactElement | null {
  const { t } = useTranslation('site');
  const images =
    useAnswer(`images ${file}`, (client, signal) => client.configure.images({ file }, { signal })).value ??
    [];
  if (images.length === 0) {
    return null;
  }
  return (
    <ul className="small">
      {images.map(({ fileName: name, sizeBytes, iso: grant }) => (
        <li key={name}>
          <span className="quiet">{t('iso.offered')}</span>{' '}
          <Action kind="link" onAct={() => onChange({ iso: { grant, name, sizeBytes } })}>
            {t('iso.take', { name })}
          </Action>{' '}
          <span className="faint">{bytes(sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The image to upload, by the machine's own picker: its path never reaches the page. */
export function Iso({ draft: { iso }, onChange, file }: IsoProps): ReactElement {
  const { t } = useTranslation('site');
  const taking = useDeed(async (client, given: Answered<PickedFile | null>) => {
    const picked = fromWindow(given);
    if (picked !== null) {
      await client.configure.image({ file, iso: picked.grant });
      onChange({ iso: picked });
    }
  });
  const take: IsoProps['onChange'] = (changes) => {
    taking.forget();
    onChange(changes);
  };
  return (
    <Part title={t('iso.title')} hint={t('iso.hint')}>
      <div className="site-line">
        <span className="cut grow">
          {iso === null ? <span className="faint">{t('iso.none')}</span> : iso.name}
          {iso === null || iso.sizeBytes === null ? null : (
            <span className="faint"> {bytes(iso.sizeBytes)}</span>
          )}
        </span>
        <Action size="small" onAct={() => void pickFile('iso').then(taking.act)}>
          {t('iso.choose')}
        </Action>
        {iso === null ? null : (
          <Action size="small" onAct={() => onChange({ iso: null })}>
            {t('iso.remove')}
          </Action>
        )}
      </div>
      {taking.error === null ? null : <Failed title={t('iso.refused')} error={taking.error} />}
      {iso === null ? <Offers file={file} onChange={take} /> : null}
    </Part>
  );
}
