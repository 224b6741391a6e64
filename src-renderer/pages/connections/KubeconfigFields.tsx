import { Input } from 'antd';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferedFile } from '../../../src-main/contract/connections.ts';
import type { Answered } from '../../../src-main/contract/desktop.ts';
import { fromWindow } from '../../ask/desktop.ts';
import { pickFile, type PickedFile } from '../../ask/host.ts';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { Section } from '../settings/Section.tsx';
import { Contexts, type Offer } from './Contexts.tsx';
import type { ChosenContext } from './draft.ts';

const offerOf = ({ path, file, contexts, problem }: OfferedFile): Offer => ({
  key: file,
  path,
  source: { file },
  contexts,
  problem: problem?.message ?? null,
});

interface FieldsProps {
  readonly chosen: ChosenContext | null;
  readonly onChoose: (chosen: ChosenContext | null) => void;
}

/** The files of `~/.kube`, and those that were chosen here. */
function FromFiles({ chosen, onChoose }: FieldsProps): ReactElement {
  const { t } = useTranslation('connections');
  const [more, setMore] = useState<readonly Offer[]>([]);
  const [last, setLast] = useState<string | null>(null);
  const found = useAnswer('connections/folder', (client, signal) =>
    client.connections.offerFolder({ beside: null }, { signal }),
  );
  const take = (offers: readonly Offer[]): void =>
    setMore((before) => [...before.filter(({ key }) => !offers.some((each) => each.key === key)), ...offers]);
  const reading = useDeed(async (client, given: Answered<PickedFile>) => {
    const { grant, name } = fromWindow(given);
    const source = { file: grant };
    const contexts = await client.connections.offer(source);
    setLast(grant);
    take([{ key: grant, path: name, source, contexts, problem: null }]);
  });
  const choose = async (): Promise<void> => {
    const given = await pickFile('kubeconfig');
    if (!given.ok) {
      await reading.act(given);
    } else if (given.value !== null) {
      await reading.act({ ok: true, value: given.value });
    }
  };
  const opening = useDeed<string>(async (client, beside) => {
    take((await client.connections.offerFolder({ beside })).map(offerOf));
  });
  const offers = useMemo(() => {
    const known = (found.value ?? []).map(offerOf);
    // The same file has the same grant, wherever it was found.
    return [...known.filter(({ key }) => !more.some((each) => each.key === key)), ...more];
  }, [found.value, more]);
  const error = reading.error ?? opening.error ?? found.error;
  return (
    <>
      <div className="connection-acts">
        <Action requested={reading.isUnderWay} onAct={() => void choose()}>
          {t('new.choose')}
        </Action>
        {last === null ? null : (
          <Action requested={opening.isUnderWay} onAct={() => void opening.act(last)}>
            {t('new.beside')}
          </Action>
        )}
        <span className="small faint">{t('new.contextsHint')}</span>
      </div>
      {error === null ? null : <Failed title={t('new.filesFailed')} error={error} />}
      {offers.length > 0 ? (
        <Contexts offers={offers} chosen={chosen} onChoose={onChoose} />
      ) : found.isLoading ? (
        <Loading />
      ) : (
        <Empty title={t('new.noFiles')} hint={t('new.noFilesHint')} />
      )}
      <FilePicker />
    </>
  );
}

/** The text stays in this window's memory and goes along with each call; once it was read it is not shown any more. */
function FromText({ chosen, onChoose }: FieldsProps): ReactElement {
  const { t } = useTranslation('connections');
  const [text, setText] = useState('');
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const reading = useDeed(async (client) => {
    const source = { text };
    const contexts = await client.connections.offer(source);
    setOffers([{ key: 'text', path: null, source, contexts, problem: null }]);
    setText('');
    const usable = contexts.filter(({ problem }) => problem === null);
    const [first] = usable.filter(({ isCurrent }) => isCurrent).concat(usable);
    onChoose(first === undefined ? null : { source, context: first, approved: [] });
  });
  if (offers.length > 0) {
    const again = (): void => {
      setOffers([]);
      onChoose(null);
    };
    return (
      <>
        <div className="connection-acts">
          <Action onAct={again}>{t('new.another')}</Action>
          <span className="small faint">{t('new.pasteHint')}</span>
        </div>
        <Contexts offers={offers} chosen={chosen} onChoose={onChoose} />
      </>
    );
  }
  return (
    <>
      <div className="connection-paste">
        <Input.TextArea
          aria-label={t('new.pasteField')}
          placeholder={t('new.pasteField')}
          autoComplete="off"
          spellCheck={false}
          rows={7}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <div className="connection-acts">
        <Action
          requested={reading.isUnderWay}
          disabledBecause={text.trim() === '' ? t('new.pasteField') : null}
          onAct={() => void reading.act()}
        >
          {t('new.read')}
        </Action>
        <span className="small faint">{t('new.pasteHint')}</span>
      </div>
      {reading.error === null ? null : <Failed title={t('new.filesFailed')} error={reading.error} />}
    </>
  );
}

/** Where the kubeconfig comes from, and which of its contexts. */
export function KubeconfigFields({ chosen, onChoose }: FieldsProps): ReactElement {
  const { t } = useTranslation('connections');
  const [from, setFrom] = useState<'files' | 'text'>('files');
  return (
    <Section
      id="source"
      title={t('new.source')}
      tools={
        <Toggles
          label={t('new.source')}
          choices={(['files', 'text'] as const).map((key) => ({ key, title: t(`new.${key}`) }))}
          value={from}
          onChange={(key) => {
            setFrom(key);
            onChoose(null);
          }}
        />
      }
    >
      {from === 'files' ? (
        <FromFiles chosen={chosen} onChoose={onChoose} />
      ) : (
        <FromText chosen={chosen} onChoose={onChoose} />
      )}
    </Section>
  );
}
