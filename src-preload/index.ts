/** The bridge: it hands a page's port and its few wishes to the window, and nothing of Electron to the page. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  connectMessage,
  desktopChannels,
  pageOrigin,
  type Answered,
  type DesktopBridge,
  type GrantedFile,
  type MachineState,
} from '../src-main/contract/desktop.ts';

type FileListener = Parameters<DesktopBridge['onFileGiven']>[0];

let toldOfFile: FileListener | null = null;

const bridge: DesktopBridge = {
  pickFile: (kind) =>
    ipcRenderer.invoke(desktopChannels.pickFile, kind) as ReturnType<DesktopBridge['pickFile']>,
  saveReport: (run, language) =>
    ipcRenderer.invoke(desktopChannels.saveReport, { run, language }) as ReturnType<
      DesktopBridge['saveReport']
    >,
  speak: (language) => ipcRenderer.send(desktopChannels.speak, language),
  onGo(listener) {
    ipcRenderer.on(desktopChannels.go, (_event, path: string) => listener(path));
  },
  onFileGiven(listener) {
    toldOfFile = listener;
  },
  onMachine(listener) {
    ipcRenderer.on(desktopChannels.machine, (_event, machine: MachineState) => listener(machine));
  },
};
contextBridge.exposeInMainWorld('sitewright', bridge);

window.addEventListener('message', ({ data, source, origin, ports }) => {
  if (data !== connectMessage || source !== window || origin !== pageOrigin) {
    return;
  }
  const [port] = ports;
  if (port !== undefined) {
    ipcRenderer.postMessage(desktopChannels.connect, null, [port]);
  }
});

ipcRenderer.on(desktopChannels.fileGiven, (_event, answer: Answered<GrantedFile>) => toldOfFile?.(answer));

/** Older runtimes keep the path on the file itself. */
function pathOf(file: File): string {
  const newer = webUtils as typeof webUtils | undefined;
  return newer?.getPathForFile(file) ?? (file as File & { readonly path?: string }).path ?? '';
}

// Without this the window would show the file in place of the page.
window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer?.files ?? [];
  // A drop that a script made up holds no file of the disk: its path is empty.
  const path = file === undefined || !event.isTrusted ? '' : pathOf(file);
  if (path === '') {
    return;
  }
  void ipcRenderer
    .invoke(desktopChannels.dropFile, path)
    .then((answer: Answered<GrantedFile>) => toldOfFile?.(answer));
});
