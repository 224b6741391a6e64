import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { KubeconfigSource, OfferedContext } from '../../../src-main/contract/connections.ts';
import type { Text } from '../../../src-main/contract/text.ts';
import { Status } from '../../components/Status.tsx';
import { groupRow, Table, type Column } from '../../components/table/Table.tsx';
import { shownDocument, useWords } from '../../words/language.ts';
import type { ChosenContext } from './draft.ts';

/** A kubeconfig and what was read of it. */
export interface Offer {
  readonly key: string;
  /** Its path; null for pasted text. */
  readonly path: string | null;
  readonly source: KubeconfigSource;
  readonly contexts: readonly OfferedContext[];
  /** Why there are none. */
  readonly problem: Text | null;
}

interface Row {
  readonly key: string;
  readonly offer: Offer;
  /** As the file has it, to be asked for by name. */
  readonly context: OfferedContext;
  /** As it is shown. */
  readonly shown: OfferedContext;
}

const keyOf = (offer: Offer, { name }: OfferedContext): string => `${offer.key}\n${name}`;

function Needed({ shown }: Row): ReactElement {
  const { t } = useTranslation(['connections', 'common']);
  const words = useWords();
  const { problem, needs } = shown;
  if (problem !== null) {
    return <Status glyph="failed">{`${t('new.unusable')} · ${words(problem.message)}`}</Status>;
  }
  return needs.length === 0 ? (
    <span className="faint">{t('new.noNeeds')}</span>
  ) : (
    <Status glyph="caution">
      {needs.map(({ need }) => t(`need.short.${need.kind}`)).join(t('common:separator'))}
    </Status>
  );
}

function FileHead({ offer: { path, problem } }: { readonly offer: Offer }): ReactElement {
  const words = useWords();
  return (
    <>
      <span className="mono">{path}</span>{' '}
      {problem === null ? null : <span className="faint">{words(problem)}</span>}
    </>
  );
}

interface ContextsProps {
  readonly offers: readonly Offer[];
  readonly chosen: ChosenContext | null;
  readonly onChoose: (chosen: ChosenContext) => void;
}

/** The contexts of every file that was read, one of them chosen; those that cannot be used say why. */
export function Contexts({ offers, chosen, onChoose }: ContextsProps): ReactElement {
  const { t } = useTranslation('connections');
  const words = useWords();
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      title: t('new.context'),
      minPx: 180,
      render: ({ shown: { name, isCurrent } }) => (
        <>
          {name} {isCurrent ? <span className="connection-default">{t('new.current')}</span> : null}
        </>
      ),
      hover: ({ shown: { name } }) => name,
    },
    {
      key: 'server',
      title: t('new.server'),
      widthPx: 280,
      className: 'mono',
      render: ({ shown: { server } }) => server ?? '—',
      hover: ({ shown: { server } }) => server ?? undefined,
    },
    {
      key: 'namespace',
      title: t('new.namespace'),
      widthPx: 140,
      className: 'mono',
      render: ({ shown: { namespace } }) => namespace ?? '—',
    },
    {
      key: 'needs',
      title: t('new.needs'),
      widthPx: 300,
      render: (row) => <Needed {...row} />,
      hover: ({ shown: { problem } }) => (problem === null ? undefined : words(problem.message)),
    },
  ];
  const rows = useMemo(
    () =>
      offers.flatMap((offer) => {
        const contexts = offer.contexts.map((context): Row => ({
          key: keyOf(offer, context),
          offer,
          context,
          shown: shownDocument(context),
        }));
        const head = offer.path === null ? [] : [groupRow(offer.key, 4, <FileHead offer={offer} />)];
        return [...head, ...contexts];
      }),
    [offers],
  );
  const selected = offers.find(({ source }) => source === chosen?.source);
  return (
    <Table
      scrolls={280}
      hasRowKeys
      label={t('new.contexts')}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
      selection={{
        selected: selected === undefined || chosen === null ? null : keyOf(selected, chosen.context),
        onSelect({ offer, context }) {
          if (context.problem === null) {
            onChoose({ source: offer.source, context, approved: [] });
          }
        },
      }}
    />
  );
}
