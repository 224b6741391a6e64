import type { Texts } from './texts-chinese.ts';

/** The same report in English. */
export const english: Texts = {
  language: 'en',
  practice: 'Practice run, not for acceptance',
  none: 'None',
  listMark: ', ',
  clauseMark: '; ',
  inBrackets: (text) => ` (${text})`,
  labelled: (label, text) => `${label}: ${text}`,
  number: 'No.',
  time: 'Time',
  yes: 'Yes',
  no: 'No',
  footer: { sum: 'Content SHA-256', pageBefore: 'Page ', pageBetween: ' of ', pageAfter: '' },
  chapters: {
    cover: 'Project',
    conclusion: 'Conclusion',
    scope: 'Scope',
    checks: 'Configuration checks',
    execution: 'Execution record',
    interventions: 'Manual changes',
    remaining: 'Open items',
    signature: 'Signatures',
  },
  cover: {
    customer: 'Customer',
    project: 'Project',
    dataCenter: 'Data center',
    engineer: 'Deployment engineer',
    run: 'Run',
    runFrom: (start, end) => `${start} to ${end}`,
    runSince: (start) => `since ${start}`,
    runClockSet: (start) =>
      `since ${start}; the clock of the computer was set back meanwhile, so its end cannot be told`,
    undone: (word, by, isWhole) => `${word}; undone by ${by} since${isWhole ? '' : ' (partly)'}`,
    reportNumber: 'Report number',
    madeAt: 'Created at',
  },
  conclusion: {
    verdicts: {
      passed: 'Passed',
      'passed-with-conditions': 'Passed with conditions',
      'not-passed': 'Not passed',
    },
    nothingChecked: 'No settings were checked.',
    checked: (total, parts) =>
      `Every setting was read again from the site before this report was made. Items checked: ${total} (${parts.join(', ')}).`,
    outdated: (total) =>
      `The ${total} readings below were taken before the latest action. The site has not been read again since, so they are no basis for acceptance.`,
    undone: (by, isWhole) =>
      isWhole
        ? `The changes of this run were undone by run ${by}. This report is no basis for acceptance.`
        : `Some changes of this run were undone by run ${by} (see the execution record). This report is no basis for acceptance.`,
    part: (word, count) => `${word.toLowerCase()} ${count}`,
    remaining: (count) => `Open items: ${count}. `,
    remainingText: (subjects, chapter) => `${subjects}. See chapter ${chapter}.`,
    noneRemaining: 'No open items.',
    different: (count) => `Different: ${count}. `,
    differentText: (subjects, chapter) => `${subjects}. The values read are in chapter ${chapter}.`,
    edited: (count) => `Edited on site: ${count}. `,
    editedText: (subjects, chapter) =>
      `${subjects}. Checked against the edited value; who changed it and why is in chapter ${chapter}.`,
    indirect: (count) => `Confirmed indirectly: ${count}. `,
    indirectText: (subjects, chapter) =>
      `${subjects}. Not readable directly and confirmed in another way; see the notes in chapter ${chapter}.`,
    unreadable: (count) => `Unreadable: ${count}. `,
    unreadableText: (subjects) =>
      `${subjects}. Could not be read from the site and must be confirmed manually.`,
    inScope: 'Completed and checked',
    outOfScope: 'Not in scope',
    scopeCount: (group, count) => `${group}: ${count}`,
  },
  checks: {
    intro: (from, at) => `"Planned" ${from}; "Current" was read again from the site, last at ${at}.`,
    introOutdated: (from, at) =>
      `"Planned" ${from}; "Current" was read at ${at}, before the latest action, and not again since.`,
    subject: 'Item',
    planned: 'Planned',
    actual: 'Current',
    verdict: 'Result',
    readAt: 'Read at',
    noActual: 'No read API',
    verdicts: {
      equal: 'Match',
      'equal-as-edited': 'Match as edited',
      indirect: 'Indirect match',
      different: 'Different',
      unreadable: 'Unreadable',
    },
  },
  execution: {
    intro: (run, zone) => `All steps of run ${run}; times are ${zone}.`,
    step: 'Step',
    state: 'State',
    attempts: 'Attempts',
    changed: 'Changed',
    startedAt: 'Start',
    endedAt: 'End',
    message: 'Remark',
    alreadySo: 'No change needed',
    undoneBy: (run) => `Undone by ${run}`,
  },
  interventions: {
    kind: 'Action',
    subject: 'Object',
    before: 'Before',
    after: 'After',
    reason: 'Reason',
    by: 'By',
    kinds: {
      skip: 'Skipped',
      'mark-done': 'Marked as done manually',
      adopt: 'Existing object used',
      edit: 'Edited',
      answer: 'Confirmed',
      retry: 'Retried',
      cancel: 'Canceled',
    },
  },
  remaining: { subject: 'Object', problem: 'Problem', nextStep: 'Next step' },
  checksums: {
    of: 'Checksum of',
    report: 'Content of this report',
    note: 'The checksum of "Content of this report" shows whether the report was altered. It is the same in Chinese and in English, and does not cover the report number and the time of creation.',
  },
  signature: {
    statement:
      'Both parties have checked the contents of this report and agree with its conclusion and its open items.',
    customer: 'For the customer',
    engineer: 'Deployment engineer',
    name: 'Name',
    company: 'Company',
    sign: 'Signature',
    date: 'Date',
    remark: 'Remarks',
  },
};
