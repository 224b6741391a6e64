/** The Node whose behaviour is tested: this one, or the one of Windows that the environment names. */
export const testedNode = process.env['SITEWRIGHT_TESTED_NODE'] ?? process.execPath;

/** Whether the product runs on Windows in this test, wherever the test itself runs. */
export const isWindowsTested = process.platform === 'win32' || testedNode !== process.execPath;
