import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Action } from '../../components/Action.tsx';
import { Filter, isFound } from '../../components/Filter.tsx';
import { Drawer } from '../../components/Modal.tsx';
import { Loading } from '../../components/State.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';
import { Section } from './Section.tsx';

interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string | null;
}

interface List {
  readonly packages: readonly Part[];
  readonly texts: Readonly<Record<string, string>>;
}

/** Read when it is looked at: the texts are long. */
function useLicences(): List | null {
  const [list, setList] = useState<List | null>(null);
  useEffect(() => {
    let isShown = true;
    void import('../../../resources/licences.json').then(({ default: read }) => {
      if (isShown) {
        setList(read);
      }
    });
    return () => {
      isShown = false;
    };
  }, []);
  return list;
}

/** What the product is made of. */
export function Licences(): ReactElement {
  const { t } = useTranslation('settings');
  const list = useLicences();
  const [filter, setFilter] = useState('');
  const [read, setRead] = useState<Part | null>(null);
  const shown = (list?.packages ?? []).filter(({ name, licence }) => isFound(filter, [name, licence]));
  const columns: readonly Column<Part>[] = [
    {
      key: 'name',
      title: t('licences.column.name'),
      className: 'mono',
      render: ({ name }) => name,
      hover: ({ name }) => name,
      sortBy: ({ name }) => name,
    },
    {
      key: 'version',
      title: t('licences.column.version'),
      widthPx: 110,
      className: 'mono',
      render: ({ version }) => version,
    },
    {
      key: 'licence',
      title: t('licences.column.licence'),
      widthPx: 200,
      render: ({ licence }) => (licence === 'unknown' ? t('licences.unknown') : licence),
      hover: ({ licence }) => licence,
      sortBy: ({ licence }) => licence,
    },
    {
      key: 'text',
      title: t('licences.column.text'),
      widthPx: 110,
      render: (part) =>
        part.text === null ? (
          <span className="faint">{t('licences.noText')}</span>
        ) : (
          <Action
            kind="link"
            label={t('licences.showLabel', { name: part.name })}
            onAct={() => setRead(part)}
          >
            {t('licences.show')}
          </Action>
        ),
    },
  ];
  return (
    <Section
      id="licences"
      title={t('licences.title')}
      note={list === null ? null : t('licences.count', { count: list.packages.length })}
      tools={<Filter value={filter} onChange={setFilter} label={t('licences.filter')} />}
    >
      {list === null ? (
        <Loading />
      ) : shown.length === 0 ? (
        <p className="quiet settings-none">{t('licences.none')}</p>
      ) : (
        <Table
          className="settings-licences"
          scrolls={320}
          isDense
          label={t('licences.title')}
          columns={columns}
          rows={shown}
          keyOf={({ name, version }) => `${name}@${version}`}
        />
      )}
      <Drawer
        open={read !== null}
        onCancel={() => setRead(null)}
        width={560}
        title={read === null ? '' : `${read.name} ${read.version}`}
      >
        <pre className="mono settings-licence-full">{list?.texts[read?.text ?? ''] ?? ''}</pre>
      </Drawer>
    </Section>
  );
}
