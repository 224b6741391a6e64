/** What a host may use of the disk without opening a home, and without loading what a home needs. */
export { writeNamedOutput } from './adapters/files/named-output.ts';
export { isOurPage, isOurPdf, markedPdf } from './files/our-files.ts';
export { requireOutputPath } from './files/output-path.ts';
