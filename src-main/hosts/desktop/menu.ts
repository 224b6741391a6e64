import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron';
import { textIn, type Language, type Text } from '../../contract/text.ts';
import { fileKinds, importedKind } from '../../contract/file-kinds/file-kinds.ts';
import { texts } from './texts.ts';

export interface MenuParts {
  readonly language: Language;
  readonly home: string;
  readonly go: (address: string) => void;
  readonly importFile: () => void;
  readonly about: () => void;
}

type Item = MenuItemConstructorOptions;

/** The menu of every window. Keys that the page listens to are only shown here. */
export function setMenu({ language, home, go, importFile, about }: MenuParts): void {
  const label = (text: Text): string => textIn(text, language);
  const role = (text: Text, name: NonNullable<Item['role']>): Item => ({ label: label(text), role: name });
  const line: Item = { type: 'separator' };
  const template: Item[] = [
    {
      label: label(texts.file),
      submenu: [
        {
          label: label(fileKinds[importedKind].menu ?? fileKinds[importedKind].title),
          accelerator: 'CommandOrControl+O',
          registerAccelerator: false,
          click: importFile,
        },
        line,
        { label: label(texts.quit), accelerator: 'CommandOrControl+Q', click: () => app.quit() },
      ],
    },
    {
      label: label(texts.edit),
      submenu: [
        role(texts.undo, 'undo'),
        role(texts.redo, 'redo'),
        line,
        role(texts.cut, 'cut'),
        role(texts.copy, 'copy'),
        role(texts.paste, 'paste'),
        role(texts.selectAll, 'selectAll'),
      ],
    },
    {
      label: label(texts.view),
      submenu: [
        { label: label(texts.start), click: () => go('/') },
        { label: label(texts.runs), click: () => go('/runs') },
        { label: label(texts.sites), click: () => go('/sites') },
        line,
        role(texts.zoomIn, 'zoomIn'),
        role(texts.zoomOut, 'zoomOut'),
        role(texts.zoomReset, 'resetZoom'),
        role(texts.fullScreen, 'togglefullscreen'),
      ],
    },
    {
      label: label(texts.help),
      submenu: [
        { label: label(texts.showHome), click: () => void shell.openPath(home) },
        { label: label(texts.about), click: about },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
