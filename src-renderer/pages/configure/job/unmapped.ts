import { create } from 'zustand';
import type { PickedFile } from '../../../ask/host.ts';

/** The workbook that no template fits, on its way from where it was chosen to the mapping page. */
export const useUnmapped = create<{ readonly file: PickedFile | null }>(() => ({ file: null }));
