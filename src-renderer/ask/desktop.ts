/** The desktop window around this page; there is none in a browser. */
import { create } from 'zustand';
import {
  connectMessage,
  type Answered,
  type DesktopBridge,
  type GrantedFile,
  type MachineState,
} from '../../src-main/contract/desktop.ts';
import { CallError } from '../sync/client.ts';
import { openDesktopLink } from '../sync/desktop-link.ts';
import type { OpenLink } from '../sync/follow.ts';
import { usePreferences } from '../hooks/preferences.ts';

declare global {
  interface Window {
    readonly sitewright?: DesktopBridge;
  }
}

export const desktop = (): DesktopBridge | null => window.sitewright ?? null;

/** A link through the window, whose preload takes the port. */
export const connectToDesktop = (): Promise<OpenLink> =>
  openDesktopLink((port) => window.postMessage(connectMessage, location.origin, [port as MessagePort]));

/** What the machine does to the work; null in a browser, which cannot know. */
export const useMachine = create<{ readonly machine: MachineState | null }>(() => ({ machine: null }));

/** A dropped file, or why it cannot be taken. */
export type GivenFile = Answered<GrantedFile>;

/** A file that was dropped on the window or chosen in its menu, until the start page takes it. */
export const useGivenFile = create<{ readonly given: GivenFile | null }>(() => ({ given: null }));

/** The answer's value; throws what the window refused as a CallError. */
export function fromWindow<T>(answer: Answered<T>): T {
  if (answer.ok) {
    return answer.value;
  }
  const { code, message, data } = answer.error;
  throw new CallError(code, message, data);
}

/** Does what the window wants of the page, and tells it which language is spoken. */
export function joinDesktop(bridge: DesktopBridge): void {
  bridge.onGo((path) => {
    location.hash = path;
  });
  bridge.onFileGiven((given) => {
    useGivenFile.setState({ given });
    location.hash = '/';
  });
  bridge.onMachine((machine) => useMachine.setState({ machine }));
  bridge.speak(usePreferences.getState().language);
  usePreferences.subscribe(({ language }, before) => {
    if (language !== before.language) {
      bridge.speak(language);
    }
  });
}
