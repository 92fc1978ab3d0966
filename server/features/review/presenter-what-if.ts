import { WHAT_IF_DESCRIPTIONS, type WhatIfChanges, type WhatIfField, type WhatIfFieldDescription, type WhatItTakes } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition, type FormValues } from '../../shared/field.js';
import { formatDate, formatNumber, formatPercent, formatPower, formatUnit } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { presentComparison } from './presenter-comparison.js';
import type { WhatIf } from './service-what-if.js';
import { whatIfFieldsOf, type WhatIfValues } from './what-if-field.js';

const GROUPS: readonly { readonly legend: string; readonly belongs: RegExp }[] = [
  { legend: 'Heat demand', belongs: /^demand\./ },
  { legend: 'Data centre', belongs: /^source\./ },
  { legend: 'Plant and money', belongs: /^(design|site|economics)\./ },
];
/** Of the form; what is not here stands as the library names it. */
const UNITS: Readonly<Record<string, string>> = { '-': '', '1/a': 'a year', a: 'years' };
const FRACTIONS: readonly WhatIfField[] = ['source.utilisation', 'economics.discountRate'];
const DECIMALS = 3;

const DESCRIPTIONS = new Map(WHAT_IF_DESCRIPTIONS.map((one) => [one.field, one]));
const labelOf = (field: WhatIfField): string => DESCRIPTIONS.get(field)?.label ?? field;

/** The address that shows the same again; nothing but what is changed stands in it. */
export function whatIfHref(matchId: string, changes: WhatIfChanges = {}): string {
  const query = new URLSearchParams(Object.entries(changes).map(([field, value]) => [field, String(value)])).toString();
  return `${to(paths.matchWhatIf, { matchId })}${query === '' ? '' : `?${query}`}`;
}

function hintOf(field: WhatIfField, { result, evaluatedYear }: Match): string | undefined {
  if (field === 'design.capacityKw') {
    return `Left empty, the model takes the one with the highest net present value${
      result.feasible ? `: ${formatPower(result.design.capacityKw)} as stored` : ''}.`;
  }
  if (field === 'demand.startDate' || field === 'source.availableFrom') return `Moves how well the dates meet; the year looked at stays ${evaluatedYear}.`;
  if (field === 'source.utilisation') return '0 to 1; 0.75 where three quarters of the IT power is used.';
  return field === 'economics.discountRate' ? '0.05 is 5 %.' : undefined;
}

function definition({ field, kind, label, unit = '' }: WhatIfFieldDescription, match: Match): FieldDefinition {
  const [shownUnit, hint] = [UNITS[unit] ?? unit, hintOf(field, match)];
  return {
    name: field, label, type: kind, required: field !== 'design.capacityKw',
    ...(shownUnit !== '' && { unit: shownUnit }), ...(hint !== undefined && { hint }),
  };
}

/** A date that the case leaves out is no date to change: the end of a demand without an end. */
const isAsked = ({ field }: WhatIfFieldDescription, stored: WhatIfValues): boolean => field !== 'demand.endDate' || stored[field] !== undefined;

function presentFields({ match, stored }: Pick<WhatIf, 'match' | 'stored'>, user: CurrentUser, values: FormValues, errors: FieldErrors) {
  const definitions = whatIfFieldsOf(user.role).filter((one) => isAsked(one, stored)).map((one) => definition(one, match));
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
  const form = presentForm(definitions, { ...stored, ...given }, errors);
  const groups = GROUPS.map(({ legend, belongs }) => ({ legend, fields: form.list.filter(({ name }) => belongs.test(name)) }));
  return { groups: groups.filter(({ fields }) => fields.length > 0), errors: form.errors };
}

function inWords(field: WhatIfField, value: number | string | undefined): string {
  if (value === undefined) return 'what pays best';
  if (typeof value === 'string') return formatDate(value);
  if (FRACTIONS.includes(field)) return formatPercent(value, Number.isInteger(Number((value * 100).toFixed(DECIMALS))) ? 0 : 1);
  const unit = DESCRIPTIONS.get(field)?.unit ?? '';
  const digits = Math.min(DECIMALS, String(value).split('.')[1]?.length ?? 0);
  return UNITS[unit] === undefined ? formatUnit(value, unit, digits) : `${formatNumber(value, digits)} ${UNITS[unit]}`;
}

/** "Length of the route: 571 m instead of 800 m". */
const presentChanges = ({ changes, stored }: WhatIf) => (Object.entries(changes) as [WhatIfField, number | string][])
  .map(([field, value]) => ({ label: labelOf(field), now: inWords(field, value), before: inWords(field, stored[field]) }));

function presentItTakes({ itTakes, match }: WhatIf) {
  const found = itTakes.filter(({ to: value }) => value !== null);
  return itTakes.length === 0 ? null : {
    goal: match.result.feasible ? 'break even' : 'work',
    found: found.map(({ text, changes }) => ({ text, href: changes === null ? null : whatIfHref(match.id, changes) })),
    notFound: itTakes.filter(({ to: value }) => value === null).map(({ text }: WhatItTakes) => text),
  };
}

export interface WhatIfRequest {
  /** As it was typed. */
  readonly values: FormValues;
  readonly errors: FieldErrors;
  /** Fields in the link that this user may not change. */
  readonly withheld: readonly WhatIfField[];
  /** Scheme and host, for a link that can be copied. */
  readonly origin: string;
}

export function presentWhatIf(whatIf: WhatIf, user: CurrentUser, { values, errors, withheld, origin }: WhatIfRequest) {
  const { match, changes } = whatIf;
  const changed = presentChanges(whatIf);
  return {
    title: `What if: ${match.demandName} and ${match.buildingName}`, demandName: match.demandName, buildingName: match.buildingName,
    matchHref: to(paths.match, { matchId: match.id }), matchesHref: paths.matches, action: whatIfHref(match.id), storedHref: whatIfHref(match.id),
    form: presentFields(whatIf, user, values, errors), refused: Object.keys(errors).length > 0,
    withheld: withheld.map((field) => labelOf(field).toLowerCase()).join(', '),
    changed, several: changed.length > 1, link: changed.length === 0 ? null : `${origin}${whatIfHref(match.id, changes)}`,
    comparison: presentComparison(match, whatIf.evaluation, changes['demand.routeLengthM'] ?? match.routeLengthM),
    itTakes: presentItTakes(whatIf),
  };
}
