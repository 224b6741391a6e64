import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Glyph } from './Glyph.tsx';
import './modal.css';

export interface ModalProps {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
  /** The acts, at the right; null for none. */
  readonly footer?: ReactNode;
  readonly width?: number;
  readonly afterClose?: () => void;
  /** Ctrl Enter, wherever the focus is within the dialog. */
  readonly onConfirm?: () => void;
  /** `drawer` stands at the right edge, as high as the window. */
  readonly kind?: 'modal' | 'drawer';
}

/** What is written in, within the dialog. */
const fields =
  '.modal-content :is(input:not([type="checkbox"], [type="radio"], .ant-select-input), textarea)';

/**
 * One decision, or something long beside the page. The browser's own dialog: it keeps the focus inside, closes on Esc,
 * and needs no style that the content security policy would refuse.
 */
export function Modal(props: ModalProps): ReactElement {
  const { open, title, onCancel, children, footer = null, width = 420, afterClose, kind = 'modal' } = props;
  const { onConfirm } = props;
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const closed = useRef(afterClose);
  const titleId = useId();
  useEffect(() => {
    closed.current = afterClose;
  });
  useEffect(() => {
    const { current } = dialog;
    if (!open || current === null) {
      return undefined;
    }
    current.showModal();
    // A question begins at its answer; the browser would begin at the button that closes it.
    if (kind === 'modal') {
      current.querySelector<HTMLElement>(fields)?.focus();
    }
    return () => {
      current.close();
      closed.current?.();
    };
  }, [open, kind]);
  return createPortal(
    <dialog
      ref={dialog}
      className={kind}
      style={{ width }}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // React has the event of a dialog within this one pass by here as well.
        if (event.target !== event.currentTarget) {
          return;
        }
        event.preventDefault();
        onCancel();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || onConfirm === undefined) {
          return;
        }
        event.stopPropagation();
        onConfirm();
      }}
      onKeyDownCapture={(event) => {
        // Esc shuts an open list of choices first, and only then the dialog with what was chosen in it.
        const isList = (event.target as Element).getAttribute('aria-expanded') === 'true';
        if (event.key === 'Escape' && isList) {
          event.preventDefault();
        }
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) {
          onCancel();
        }
      }}
    >
      {open ? (
        <div className="modal-body">
          <header>
            <h2 id={titleId}>{title}</h2>
            <button type="button" aria-label={t('close')} onClick={onCancel}>
              <Glyph name="close" />
            </button>
          </header>
          <div className="modal-content">{children}</div>
          {footer === null ? null : <footer>{footer}</footer>}
        </div>
      ) : null}
    </dialog>,
    document.body,
  );
}

/** Something long beside the page that is left open: request and response, evidence, a comparison. */
export function Drawer(props: Omit<ModalProps, 'kind'>): ReactElement {
  return <Modal width={480} {...props} kind="drawer" />;
}
