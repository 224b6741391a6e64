import type { FileKind } from './file-kind.ts';

export const workbook: FileKind = {
  extensions: ['xlsx', 'xlsm'],
  name: { zh: '规划表', en: 'a planning workbook' },
  title: { zh: '选择规划表', en: 'Choose a planning workbook' },
  menu: { zh: '导入规划表…', en: 'Import planning workbook…' },
  plural: { zh: 'Excel 工作簿', en: 'Excel workbooks' },
  // What the parts of one may be together is no more, unpacked.
  mostBytes: 1024 ** 3,
  showsHidden: false,
  folder: null,
};

export const iso: FileKind = {
  extensions: ['iso'],
  name: { zh: 'ISO 镜像', en: 'an ISO image' },
  title: { zh: '选择 VMTools ISO', en: 'Choose the VMTools ISO' },
  menu: null,
  plural: { zh: 'ISO 镜像', en: 'ISO images' },
  mostBytes: null,
  showsHidden: false,
  folder: null,
};
