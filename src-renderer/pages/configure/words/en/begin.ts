/** The ways to begin, and what was begun. */
export const begin = {
  import: 'Import workbook',
  importHint: 'An .xlsx planning workbook, template v20250820 or custom; read on this computer only',
  choose: 'Choose a file…',
  importFailed: 'Could not import the planning workbook',
  practiceSite: 'Practice site',
  practiceHint: 'Sample workbook, simulated cluster; no real devices',
  practice: 'Start practice site',
  practiceFailed: 'Could not start the practice site',
  fault: 'Injected fault',
  noFault: 'No injected fault',
  from: 'Practice site',
  fresh: 'Fresh',
  goOn: 'Continue',
  unfinished: {
    errors: 'Errors in workbook',
    notRun: 'Workbook not run yet',
    fine: 'No findings',
    goOn: 'Continue',
    more_one: '{{count}} more workbook not run',
    more_other: '{{count}} more workbooks not run',
  },
} as const;
