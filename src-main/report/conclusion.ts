import type { ReportVerdict } from '../contract/report.ts';
import type { Undone } from '../contract/run.ts';
import { type Html, fragment, nothing } from './markup.ts';
import { type Page, chapter, grouped, numberOf, orDash } from './page.ts';

const outcomes = ['passed', 'passed-with-conditions', 'not-passed'] as const;

function verdictBox({ document, texts }: Page): Html {
  const choices = outcomes.map((outcome) => {
    const word = texts.conclusion.verdicts[outcome];
    return outcome === document.conclusion.verdict
      ? fragment`<span class="choice"><i class="box">✓</i><b>${word}</b></span>`
      : fragment`<span class="choice"><i class="box"></i>${word}</span>`;
  });
  return fragment`<div class="verdicts">${choices}</div>`;
}

function countSentence({ document, texts }: Page): string {
  const { counts } = document.conclusion;
  if (counts.total === 0) {
    return texts.conclusion.nothingChecked;
  }
  if (!document.conclusion.isCurrent) {
    return texts.conclusion.outdated(grouped(counts.total));
  }
  const words = texts.checks.verdicts;
  const parts: readonly (readonly [string, number])[] = [
    [words.equal, counts.equal],
    [words['equal-as-edited'], counts.equalAsEdited],
    [words.indirect, counts.indirect],
    [words.different, counts.different],
    [words.unreadable, counts.unreadable],
  ];
  const told = parts
    .filter(([, count]) => count > 0)
    .map(([word, count]) => texts.conclusion.part(word, grouped(count)));
  return texts.conclusion.checked(grouped(counts.total), told);
}

function remainingItem(page: Page): Html {
  const { document, texts } = page;
  // What is wrong with each, and what its operator should do, stands in the chapter about it.
  const subjects = document.remaining.map(({ subject }) => subject);
  if (subjects.length === 0) {
    return fragment`<li>${texts.conclusion.noneRemaining}</li>`;
  }
  const lead = fragment`<b>${texts.conclusion.remaining(grouped(subjects.length))}</b>`;
  return fragment`<li>${lead}${texts.conclusion.remainingText(subjects.join(texts.listMark), numberOf(page, 'remaining'))}</li>`;
}

interface Remark {
  readonly verdict: ReportVerdict;
  readonly count: number;
  readonly lead: (count: string) => string;
  readonly text: (subjects: string, chapter: string) => string;
  /** The chapter that says more of it. */
  readonly told: 'checks' | 'interventions';
}

function remarkItem(page: Page, remark: Remark): Html {
  const { document, texts } = page;
  const groups = new Map<string, string[]>();
  for (const { groupTitle, subject } of document.checks.filter(({ verdict }) => verdict === remark.verdict)) {
    groups.set(groupTitle, [...(groups.get(groupTitle) ?? []), subject]);
  }
  // A subject such as the name of a host says only within its group what it is about.
  const subjects = [...groups].map(([title, names]) => texts.labelled(title, names.join(texts.listMark)));
  const text =
    subjects.length === 0 ? '' : remark.text(subjects.join(texts.clauseMark), numberOf(page, remark.told));
  return fragment`<li><b>${remark.lead(grouped(remark.count))}</b>${text}</li>`;
}

function remarks(page: Page): Html {
  const { counts } = page.document.conclusion;
  const words = page.texts.conclusion;
  const all: readonly Remark[] = [
    {
      verdict: 'different',
      count: counts.different,
      lead: words.different,
      text: words.differentText,
      told: 'checks',
    },
    {
      verdict: 'equal-as-edited',
      count: counts.equalAsEdited,
      lead: words.edited,
      text: words.editedText,
      told: 'interventions',
    },
    {
      verdict: 'indirect',
      count: counts.indirect,
      lead: words.indirect,
      text: words.indirectText,
      told: 'checks',
    },
    {
      verdict: 'unreadable',
      count: counts.unreadable,
      lead: words.unreadable,
      text: words.unreadableText,
      told: 'checks',
    },
  ];
  const told = all.filter(({ count }) => count > 0).map((remark) => remarkItem(page, remark));
  return fragment`<ol>
    ${[remainingItem(page), ...told]}
  </ol>`;
}

function scope({ document, texts }: Page, number: number): Html {
  const { inScope, exclusions } = document.conclusion;
  const done = inScope.map(({ subject, count }) => texts.conclusion.scopeCount(subject, grouped(count)));
  const left = exclusions.map(({ subject, because }) => `${subject}${texts.inBrackets(because)}`);
  const told = (list: readonly string[]): string =>
    list.length === 0 ? texts.none : orDash(list.join(texts.clauseMark));
  return fragment`<h3>${number}.1<span class="gap"></span>${texts.chapters.scope}</h3>
    <table class="scope">
      <thead>
        <tr>
          <th scope="col">${texts.conclusion.inScope}</th>
          <th scope="col">${texts.conclusion.outOfScope}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>${told(done)}</td>
          <td>${told(left)}</td>
        </tr>
      </tbody>
    </table>`;
}

const undoneSentence = ({ texts }: Page, { by, isWhole }: Undone): string =>
  texts.conclusion.undone(by.join(texts.listMark), isWhole);

/** The verdict, what it rests on, what remains, and what was in scope. */
export function conclusionChapter(page: Page, number: number): Html {
  const { undone } = page.document.cover.run;
  const body = fragment`${verdictBox(page)}
    ${undone === undefined ? nothing : fragment`<p><b>${undoneSentence(page, undone)}</b></p>`}
    <p>${countSentence(page)}</p>
    ${remarks(page)}${scope(page, number)}`;
  return chapter({ number, title: page.texts.chapters.conclusion }, body);
}
