/** Numbers as people and spreadsheets write them, decimal comma or point found from the column as a whole. Pure. */
const SPACES = /[\s\u00a0\u202f'’]/g;
const GROUPED: Readonly<Record<string, RegExp>> = { '.': /^[-+]?\d{1,3}(\.\d{3})+$/, ',': /^[-+]?\d{1,3}(,\d{3})+$/ };
const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

interface Evidence { readonly point: boolean; readonly comma: boolean; readonly pointGroups: boolean; readonly commaGroups: boolean }

const isGrouped = (texts: readonly string[], mark: string): boolean => texts.every((text) => !text.includes(mark) || (GROUPED[mark]?.test(text) ?? false));

function evidenceOf(texts: readonly string[]): Evidence {
  const [point, comma] = [texts.some((text) => text.includes('.')), texts.some((text) => text.includes(','))];
  return { point, comma, pointGroups: isGrouped(texts, '.'), commaGroups: isGrouped(texts, ',') };
}

type Mark = '.' | ',';

/** What separates thousands, where the column shows that something does: `1.234,5`, `1,234,567`, or `1.234` beside `12,5`. */
function groupMark(texts: readonly string[]): Mark | null {
  const both = texts.find((text) => text.includes('.') && text.includes(','));
  if (both !== undefined) return both.lastIndexOf('.') > both.lastIndexOf(',') ? ',' : '.';
  const repeated = (['.', ','] as const).find((mark) => texts.some((text) => text.split(mark).length > 2 && GROUPED[mark]?.test(text)));
  if (repeated !== undefined) return repeated;
  const { point, comma, pointGroups, commaGroups } = evidenceOf(texts);
  if (!point || !comma || pointGroups === commaGroups) return null;
  return pointGroups ? '.' : ',';
}

const LONGEST_NUMBER = 40;
const bareOf = (text: string): string => (text.length > LONGEST_NUMBER ? '' : text.replace(SPACES, '').replace('\u2212', '-'));
const wholeWith = (groups: Mark): RegExp => (groups === '.' ? /^[-+]?\d{1,3}(\.\d{3})+(,\d*)?$/ : /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/);

/** Reads the texts of one column; NaN for what is no number. Alone, `1.234` and `1,234` both are a little more than one. */
export function numberReader(texts: readonly string[]): (text: string) => number {
  const groups = groupMark(texts.map(bareOf).filter((text) => /^[-+]?\d[\d.,]*$/.test(text)));
  return (text) => {
    const bare = bareOf(text);
    if (groups !== null && bare.includes(groups) && !wholeWith(groups).test(bare)) return Number.NaN;
    const plain = (groups === null ? bare : bare.replaceAll(groups, '')).replace(',', '.');
    return PLAIN.test(plain) ? Number(plain) : Number.NaN;
  };
}
