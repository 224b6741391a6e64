import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  dialog,
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type OpenDialogOptions,
} from 'electron';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { AppClient } from '../../api/wire/client.ts';
import { desktopChannels, type Answered, type GrantedFile, type SavedFile } from '../../contract/desktop.ts';
import { fileKinds, importedKind, type FileKindName } from '../../contract/file-kinds/file-kinds.ts';
import type { FileKind } from '../../contract/file-kinds/file-kind.ts';
import { textIn, type Language } from '../../contract/text.ts';
import { visible } from '../../contract/visible.ts';
import { answered, grantFile } from './granted-files.ts';
import { relay } from './relay.ts';
import { isRunNumber } from './report-frame.ts';
import { saveReport } from './report-pdf.ts';
import { isOurPage } from './sender.ts';

export interface BridgeParts {
  readonly window: () => BrowserWindow | null;
  readonly client: () => AppClient;
  readonly openForPage: () => Promise<WebSocket>;
  readonly language: () => Language;
  readonly home: string;
  readonly onLanguage: (language: Language) => void;
  /** The page is there and listens. */
  readonly onPage: () => void;
}

const kindSchema = z.enum(Object.keys(fileKinds) as FileKindName[]);
const languageSchema = z.enum(['zh-CN', 'en']);
const reportSchema = z.object({ run: z.string().refine(isRunNumber), language: languageSchema });
const pathSchema = z.string().min(1).max(32_768);

/** Throws for a message that does not come from the main frame of our own page. */
function requireOurPage({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): void {
  if (!isOurPage(senderFrame)) {
    throw new Error('this page may not ask anything of the window');
  }
}

/** The system's open dialog; null when none was chosen. The page learns the grant, the name and the size. */
export async function chooseFile(name: FileKindName, parts: BridgeParts): Promise<GrantedFile | null> {
  const language = parts.language();
  const { title, plural, extensions, showsHidden, folder }: FileKind = fileKinds[name];
  const anywhere: OpenDialogOptions = {
    title: textIn(title, language),
    filters: [{ name: textIn(plural, language), extensions: [...(extensions ?? ['*'])] }],
    properties: showsHidden ? ['openFile', 'showHiddenFiles'] : ['openFile'],
  };
  // A folder that is not there is passed over by the system.
  const options = folder === null ? anywhere : { ...anywhere, defaultPath: join(homedir(), folder) };
  const window = parts.window();
  const { filePaths } =
    window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  const [path] = filePaths;
  return path === undefined ? null : grantFile(path, name, parts.client);
}

/** Answers the page. Every message is checked for its sender first, then for its form. */
export function serveBridge(parts: BridgeParts): void {
  const onlyOurs = (event: IpcMainEvent, act: () => void): void => {
    try {
      requireOurPage(event);
      act();
    } catch (thrown) {
      process.stderr.write(`sitewright: a message to the window was refused: ${visible(String(thrown))}\n`);
    }
  };
  ipcMain.on(desktopChannels.connect, (event) =>
    onlyOurs(event, () => {
      const [port] = event.ports;
      if (port === undefined) {
        throw new Error('it came without a port');
      }
      void relay(port, parts.openForPage);
    }),
  );
  ipcMain.on(desktopChannels.speak, (event, given: unknown) =>
    onlyOurs(event, () => {
      parts.onLanguage(languageSchema.parse(given));
      parts.onPage();
    }),
  );
  ipcMain.handle(desktopChannels.pickFile, (event, given: unknown): Promise<Answered<GrantedFile | null>> => {
    requireOurPage(event);
    return answered(() => chooseFile(kindSchema.parse(given), parts));
  });
  ipcMain.handle(desktopChannels.saveReport, (event, given: unknown): Promise<Answered<SavedFile | null>> => {
    requireOurPage(event);
    return answered(() => {
      const { run, language } = reportSchema.parse(given);
      return saveReport(run, language, parts);
    });
  });
  ipcMain.handle(desktopChannels.dropFile, (event, given: unknown): Promise<Answered<GrantedFile>> => {
    requireOurPage(event);
    return answered(() => grantFile(pathSchema.parse(given), importedKind, parts.client));
  });
}
