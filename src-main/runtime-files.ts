/** What a host may use of the disk without opening a home, and without loading what a home needs. */
export { writeWholeFile } from './adapters/files/whole-file.ts';
