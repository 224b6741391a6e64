import { Modal } from './Modal.tsx';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { usePicking } from '../app/host.ts';
import type { FileKind } from '../app/host.ts';
import { bytes } from '../app/times.ts';
import { useAnswer } from '../app/use-call.ts';
import { Action } from './Action.tsx';
import { Failed, Loading } from './State.tsx';
import './file-picker.css';

interface Place {
  readonly name: string;
  readonly grant: string;
}

interface FolderProps {
  readonly place: Place;
  readonly kind: FileKind;
  readonly onEnter: (place: Place) => void;
}

function Folder({ place, kind, onEnter }: FolderProps): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const { value, error, again } = useAnswer(place.grant, (client, signal) =>
    client.files.list({ directory: place.grant }, { signal }),
  );
  const settle = usePicking(({ request }) => request?.settle);
  if (error !== null)
    return <Failed title={t('picker.failed', { place: place.name })} error={error} onRetry={again} />;
  if (value === null) return <Loading />;
  const entries = value.entries.filter((entry) => entry.kind === 'directory' || entry.kind === kind);
  return (
    <ul className="picker-list" aria-label={place.name}>
      {entries.length === 0 ? <li className="faint picker-none">{t('picker.none')}</li> : null}
      {entries.map(({ name, grant, kind: is, sizeBytes }) => (
        <li key={grant}>
          <button
            type="button"
            onClick={() =>
              is === 'directory' ? onEnter({ name, grant }) : settle?.({ name, grant, sizeBytes })
            }
          >
            <span className="cut">{is === 'directory' ? `${name}/` : name}</span>
            <span className="faint number">{is === 'directory' ? '' : bytes(sizeBytes)}</span>
          </button>
        </li>
      ))}
      {value.cut ? <li className="faint picker-none">{t('picker.cut')}</li> : null}
    </ul>
  );
}

/** The picker of the machine that the gateway runs on: a browser's own would hand over contents, not a place. */
export function FilePicker(): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const request = usePicking((state) => state.request);
  const [trail, setTrail] = useState<readonly Place[]>([]);
  const roots = useAnswer(request === null ? 'closed' : 'open', async (client) =>
    request === null ? [] : client.files.roots({}),
  );
  // The home folder is shown at once; the other places are one press away.
  const home = roots.value?.[0];
  const places = trail.length === 0 && home !== undefined ? [home] : trail;
  const here = places[places.length - 1];
  const leave = (): void => {
    setTrail([]);
    request?.settle(null);
  };
  return (
    <Modal
      open={request !== null}
      onCancel={leave}
      afterClose={() => setTrail([])}
      footer={null}
      width={560}
      title={t(`picker.title.${request?.kind ?? 'workbook'}`)}
    >
      <div className="picker">
        <nav className="picker-roots" aria-label={t('picker.places')}>
          {roots.value?.map((root) => (
            <Action key={root.grant} size="small" onAct={() => setTrail([root])}>
              {root.name}
            </Action>
          ))}
        </nav>
        {here === undefined ? (
          <p className="quiet">{t('picker.choosePlace')}</p>
        ) : (
          <>
            <p className="picker-trail mono small">
              {places.map((place, index) => (
                <Action key={place.grant} kind="link" onAct={() => setTrail(places.slice(0, index + 1))}>
                  {place.name} /
                </Action>
              ))}
            </p>
            <Folder
              place={here}
              kind={request?.kind ?? 'workbook'}
              onEnter={(place) => setTrail([...places, place])}
            />
          </>
        )}
      </div>
    </Modal>
  );
}
