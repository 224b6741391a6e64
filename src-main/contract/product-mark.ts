/** How our files say that they are ours: only then may a later one take their place unasked. */
export const productMark = 'Sitewright';

/** The last line of a PDF. Who signs or changes it in another program adds behind it, and then it is ours no more. */
export const pdfMark = `\n% ${productMark}\n`;
