/** The desktop host. Up to its first window it runs on every runtime that shows the page; the engines come after. */
import './older-runtime.ts';

// Loaded after the names above are there: a bundle would otherwise load what they share first.
void import('./start.ts').then(({ start }) => start());
