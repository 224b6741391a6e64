import { Modal } from '../components/Modal.tsx';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut, useShortcuts } from '../hooks/shortcuts.ts';

interface OverviewProps {
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
}

const shown: Readonly<Record<string, string>> = { enter: '↵', escape: 'Esc', ' ': 'Space' };
const keysAsShown = (keys: string): string =>
  keys
    .split('+')
    .map((key) => shown[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');

/** What the keyboard can do on this page. */
export function Overview({ isOpen, onChange }: OverviewProps): ReactElement {
  const { t } = useTranslation();
  const bound = useShortcuts((state) => state.bound);
  useShortcut('?', t('shortcuts'), () => onChange(true));
  const latest = new Map(bound.map((one) => [one.keys, one.title]));
  return (
    <Modal open={isOpen} onCancel={() => onChange(false)} footer={null} title={t('shortcuts')} width={420}>
      <dl className="overview">
        {[...latest].map(([keys, title]) => (
          <div key={keys}>
            <dt>
              <kbd>{keysAsShown(keys)}</kbd>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
