import { inject } from 'vitest';
import './share-display.ts';

const display = inject('windowsDisplay');
if (display !== null) {
  process.env['DISPLAY'] = display;
}
