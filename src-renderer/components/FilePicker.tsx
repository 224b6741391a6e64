import { Modal } from './Modal.tsx';
import { Fragment, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from 'antd';
import { usePicking } from '../ask/host.ts';
import { fileKinds, importedKind, type FileKindName } from '../../src-main/contract/file-kinds/file-kinds.ts';
import { isTooLarge } from '../../src-main/contract/file-kinds/file-kind.ts';
import { bytes } from '../../src-main/contract/byte-words.ts';
import { useAnswer, useDeed } from '../ask/use-call.ts';
import { Action } from './Action.tsx';
import { useWords } from '../words/language.ts';
import { Failed, Loading } from './State.tsx';
import './file-picker.css';

interface Place {
  readonly name: string;
  readonly grant: string;
}

interface FolderProps {
  readonly place: Place;
  readonly kind: FileKindName;
  readonly hidden: boolean;
  readonly onEnter: (place: Place) => void;
}

function Folder({ place, kind, hidden, onEnter }: FolderProps): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const { value, error, again } = useAnswer(`${kind} ${place.grant} ${String(hidden)}`, (client, signal) =>
    client.files.list({ directory: place.grant, kind, hidden }, { signal }),
  );
  const settle = usePicking(({ request }) => request?.settle);
  if (error !== null) {
    return <Failed title={t('picker.failed', { place: place.name })} error={error} onRetry={again} />;
  }
  if (value === null) {
    return <Loading />;
  }
  const { entries } = value;
  const wanted = fileKinds[kind];
  const most = bytes(wanted.mostBytes ?? 0);
  return (
    <ul className="picker-list" aria-label={place.name}>
      {entries.length === 0 ? <li className="faint picker-none">{t('picker.none')}</li> : null}
      {entries.map(({ name, grant, kind: is, sizeBytes }) => (
        <li key={grant}>
          <button
            type="button"
            disabled={isTooLarge(sizeBytes, wanted)}
            onClick={() =>
              is === 'directory' ? onEnter({ name, grant }) : settle?.({ name, grant, sizeBytes })
            }
          >
            <span className="cut">{is === 'directory' ? `${name}/` : name}</span>
            <span className="faint number">
              {is === 'directory'
                ? ''
                : isTooLarge(sizeBytes, wanted)
                  ? t('picker.tooLarge', { size: bytes(sizeBytes), most })
                  : bytes(sizeBytes)}
            </span>
          </button>
        </li>
      ))}
      {value.cut ? <li className="faint picker-none">{t('picker.cut')}</li> : null}
    </ul>
  );
}

interface TrailProps {
  readonly places: readonly Place[];
  readonly onGo: (places: readonly Place[]) => void;
}

/** The way to what is shown. A root is its own separator. */
function Trail({ places, onGo }: TrailProps): ReactElement {
  return (
    <p className="picker-trail mono small">
      {places.map((place, index) => (
        <Fragment key={place.grant}>
          {index === 0 || /[\\/]$/.test(places[index - 1]?.name ?? '') ? null : (
            <span aria-hidden="true">/</span>
          )}
          <Action kind="link" onAct={() => onGo(places.slice(0, index + 1))}>
            {place.name}
          </Action>
        </Fragment>
      ))}
    </p>
  );
}

interface PathFieldProps {
  readonly kind: FileKindName;
  readonly onEnter: (place: Place) => void;
}

/** For a path that is known already: Enter goes to the folder, or takes the file. */
function PathField({ kind, onEnter }: PathFieldProps): ReactElement {
  const { t } = useTranslation('start');
  const [path, setPath] = useState('');
  const settle = usePicking(({ request }) => request?.settle);
  const finding = useDeed(async (client) => {
    const { kind: is, name, grant, sizeBytes } = await client.files.find({ path, kind });
    if (is === 'file') {
      settle?.({ name, grant, sizeBytes });
      return;
    }
    setPath('');
    onEnter({ name, grant });
  });
  return (
    <>
      <input
        className="picker-path mono"
        aria-label={t('picker.path')}
        placeholder={t('picker.path')}
        spellCheck={false}
        value={path}
        onChange={({ target }) => {
          setPath(target.value);
          finding.forget();
        }}
        onKeyDown={({ key, nativeEvent }) => {
          if (key !== 'Enter' || nativeEvent.isComposing || path.trim() === '') {
            return;
          }
          if (!finding.isUnderWay) {
            void finding.act();
          }
        }}
      />
      {finding.error === null ? null : <Failed title={t('picker.notFound')} error={finding.error} />}
    </>
  );
}

/** What is closing keeps its words. */
function useLast(kind: FileKindName | null): FileKindName {
  const [last, setLast] = useState<FileKindName>(importedKind);
  if (kind !== null && kind !== last) {
    setLast(kind);
  }
  return kind ?? last;
}

/** The picker of the machine that the gateway runs on: a browser's own would hand over contents, not a place. */
export function FilePicker(): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const request = usePicking((state) => state.request);
  const say = useWords();
  const kind = useLast(request?.kind ?? null);
  const [hidden, setHidden] = useState(false);
  const [trail, setTrail] = useState<readonly Place[]>([]);
  const roots = useAnswer(request === null ? 'closed' : `open ${kind}`, async (client) =>
    request === null ? [] : client.files.roots({ kind }),
  );
  // The first is shown at once; the other places are one press away.
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
      afterClose={() => {
        setTrail([]);
        setHidden(false);
      }}
      footer={null}
      width={560}
      title={say(fileKinds[kind].title)}
    >
      <div className="picker">
        <nav className="picker-roots" aria-label={t('picker.places')}>
          {roots.value?.map((root) => (
            <Action key={root.grant} size="small" onAct={() => setTrail([root])}>
              {root.name}
            </Action>
          ))}
        </nav>
        <PathField kind={kind} onEnter={(place) => setTrail([place])} />
        {here === undefined ? (
          <p className="quiet">{t('picker.choosePlace')}</p>
        ) : (
          <>
            <div className="picker-way">
              <Trail places={places} onGo={setTrail} />
              <Checkbox
                checked={hidden || fileKinds[kind].showsHidden}
                disabled={fileKinds[kind].showsHidden}
                onChange={({ target }) => setHidden(target.checked)}
              >
                {t('picker.hidden')}
              </Checkbox>
            </div>
            <Folder
              place={here}
              kind={kind}
              hidden={hidden}
              onEnter={(place) => setTrail([...places, place])}
            />
          </>
        )}
      </div>
    </Modal>
  );
}
