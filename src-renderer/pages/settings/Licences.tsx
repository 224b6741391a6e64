import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Action } from '../../components/Action.tsx';
import { Filter, isFound } from '../../components/Filter.tsx';
import { Drawer } from '../../components/Modal.tsx';
import { Loading } from '../../components/State.tsx';
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
        <div className="settings-licences" role="group" aria-label={t('licences.title')} tabIndex={0}>
          <table className="rows dense" aria-label={t('licences.title')}>
            <thead>
              <tr>
                <th>{t('licences.column.name')}</th>
                <th className="settings-licence-version">{t('licences.column.version')}</th>
                <th className="settings-licence-name">{t('licences.column.licence')}</th>
                <th className="settings-licence-text">{t('licences.column.text')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((part) => (
                <tr key={`${part.name}@${part.version}`}>
                  <td className="mono" title={part.name}>
                    {part.name}
                  </td>
                  <td className="mono">{part.version}</td>
                  <td title={part.licence}>
                    {part.licence === 'unknown' ? t('licences.unknown') : part.licence}
                  </td>
                  <td>
                    {part.text === null ? (
                      <span className="faint">{t('licences.noText')}</span>
                    ) : (
                      <Action
                        kind="link"
                        label={t('licences.showLabel', { name: part.name })}
                        onAct={() => setRead(part)}
                      >
                        {t('licences.show')}
                      </Action>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
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
