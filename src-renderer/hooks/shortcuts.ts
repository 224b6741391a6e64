import { useEffect } from 'react';
import { create } from 'zustand';
import { useLatest } from './use-latest.ts';

export interface Shortcut {
  /** As `KeyboardEvent.key` has it, lower case, with `Ctrl+` before it where Control (or Command) is held. */
  readonly keys: string;
  readonly title: string;
}

interface Bound extends Shortcut {
  readonly act: () => void;
}

/** What keys do now, the page shown last on top; the overview lists them. */
export const useShortcuts = create<{ readonly bound: readonly Bound[] }>(() => ({ bound: [] }));

/** Binds a key while the component is shown; null binds nothing. */
export function useShortcut(keys: string | null, title: string, act: () => void): void {
  const latest = useLatest(act);
  useEffect(() => {
    if (keys === null) {
      return undefined;
    }
    const bound: Bound = { keys, title, act: latest };
    useShortcuts.setState((state) => ({ bound: [...state.bound, bound] }));
    return () => useShortcuts.setState((state) => ({ bound: state.bound.filter((one) => one !== bound) }));
  }, [keys, title, latest]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type));

/** Keys with Control work while somebody is typing, single letters do not; a dialog has the keyboard to itself. */
export function listenForShortcuts(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.isComposing) {
      return;
    }
    const control = event.ctrlKey || event.metaKey;
    if (document.querySelector('dialog[open]') !== null) {
      return;
    }
    if (!control && isTyping(event.target)) {
      return;
    }
    const keys = `${control ? 'Ctrl+' : ''}${event.key.toLowerCase()}`;
    const { bound } = useShortcuts.getState();
    const found = [...bound].reverse().find((one) => one.keys === keys);
    if (found === undefined) {
      return;
    }
    event.preventDefault();
    found.act();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
