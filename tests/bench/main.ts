/** `npm run bench`: every speed and memory bar, as ratios measured in one run. */
import { benchRunner, printRunner } from './runner.ts';

printRunner(await benchRunner());
process.stdout.write('\none cell of a 55 MB workbook\n');
await import('./write-cell.ts').then(async ({ printWriteCell }) => printWriteCell());
process.stdout.write('\nupload of 2 GiB\n');
await import('./upload.ts').then(async ({ printUpload }) => printUpload());
