import type { FileKind } from './file-kind.ts';

/** Kubeconfigs have any name, most of them none with an ending, and lie in a hidden folder. */
export const kubeconfig: FileKind = {
  extensions: null,
  name: { zh: 'kubeconfig', en: 'a kubeconfig' },
  title: { zh: '选择 kubeconfig', en: 'Choose a kubeconfig' },
  menu: null,
  plural: { zh: '所有文件', en: 'All files' },
  // That of `largestKubeconfigBytes`.
  mostBytes: 2 * 1024 * 1024,
  showsHidden: true,
  folder: '.kube',
};
