/** What a desktop window and its page say to each other beside the calls. No schema here: the preload carries this file. */
import type { ErrorRecord } from './errors.ts';
import type { FileKindName } from './file-kinds/file-kinds.ts';
import type { Language } from './text.ts';

/** Where the page comes from in a desktop window. */
export const pageScheme = 'app';
export const pageOrigin = `${pageScheme}://sitewright`;

/** Channels of Electron's IPC. The page never names one. */
export const desktopChannels = {
  /** Page to window, with one end of a message channel: one link to the owner. */
  connect: 'sitewright:connect',
  pickFile: 'sitewright:pick-file',
  dropFile: 'sitewright:drop-file',
  saveReport: 'sitewright:save-report',
  /** The page's language, which the menu and notifications speak too. */
  speak: 'sitewright:speak',
  /** Window to page. */
  go: 'sitewright:go',
  fileGiven: 'sitewright:file-given',
  machine: 'sitewright:machine',
} as const;

/** What the page posts to its own window with the port that is to be linked. */
export const connectMessage = 'sitewright:connect';

/** On the port, beside the calls, which are text or bytes and never objects: `open` once, `closed` last. */
export interface LinkNotice {
  readonly link: 'open' | 'closed';
}

/** A file by the owner's grant. The page never sees its path. */
export interface GrantedFile {
  readonly kind: FileKindName;
  readonly grant: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/** A file that the window wrote where a person said. The page never sees its path. */
export interface SavedFile {
  readonly name: string;
  readonly sizeBytes: number;
}

/** Errors cross as data: Electron would keep nothing but their message. */
export type Answered<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorRecord };

/** What the machine does to the work. Times are milliseconds since the epoch. */
export interface MachineState {
  readonly onBattery: boolean;
  /** The machine is kept awake because a run is live. */
  readonly keptAwake: boolean;
  /** When it last slept, or stood still, and woke up. */
  readonly slept: { readonly from: number; readonly until: number } | null;
}

/** `window.sitewright`: everything a page can ask of its window. */
export interface DesktopBridge {
  /** The system's open dialog; null when none was chosen. */
  pickFile(kind: FileKindName): Promise<Answered<GrantedFile | null>>;
  /** Saves a run's report as a PDF where the person says in the system's dialog; null when they say nowhere. */
  saveReport(run: string, language: Language): Promise<Answered<SavedFile | null>>;
  speak(language: Language): void;
  /** An address of the page, such as `/runs/0147`, that the window wants shown. */
  onGo(listener: (path: string) => void): void;
  /** A file that was dropped on the window or chosen in its menu. */
  onFileGiven(listener: (answer: Answered<GrantedFile>) => void): void;
  onMachine(listener: (machine: MachineState) => void): void;
}
