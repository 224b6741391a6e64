/** How our files say that they are ours: only then may a later one take their place unasked. */
export const productMark = 'Sitewright';
