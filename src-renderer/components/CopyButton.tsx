import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Action, type ActionProps } from './Action.tsx';

interface CopyButtonProps {
  /** Asked when it is pressed, so that nothing long is made for nothing. */
  readonly text: string | (() => string);
  readonly children?: ReactNode;
  readonly kind?: ActionProps['kind'];
  readonly size?: ActionProps['size'];
  /** What is copied, where the word alone would not say. */
  readonly label?: string;
}

const shownMs = 2_000;

/** Copies, and says for a moment whether it did. */
export function CopyButton({
  text,
  children,
  kind = 'link',
  size = 'small',
  label,
}: CopyButtonProps): ReactElement {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);
  useEffect(() => {
    if (outcome === null) {
      return undefined;
    }
    const timer = setTimeout(() => setOutcome(null), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('notCopied'),
    );
  };
  return (
    <>
      <Action
        kind={kind}
        size={size}
        onAct={copy}
        {...(label === undefined || outcome !== null ? {} : { label })}
      >
        {outcome === null ? (children ?? t('copy')) : t(outcome)}
      </Action>
      <span className="visually-hidden" role="status">
        {outcome === null ? '' : t(outcome)}
      </span>
    </>
  );
}
