import { WHAT_IF_DESCRIPTIONS, type WhatIfChanges, type WhatIfField, type WhatIfFieldDescription } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition, type FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message, type Message, type Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { presentComparison } from './presenter-comparison.js';
import { takesText } from './presenter-takes.js';
import type { WhatIf } from './service-what-if.js';
import { fieldKey, whatIfFieldsOf, type WhatIfValues } from './what-if-field.js';

const GROUPS: readonly { readonly legend: Message; readonly belongs: RegExp }[] = [
  { legend: message('review:whatIf.group.demand'), belongs: /^demand\./ },
  { legend: message('review:whatIf.group.source'), belongs: /^source\./ },
  { legend: message('review:whatIf.group.plant'), belongs: /^(design|site|economics)\./ },
];
/** Of the form; what is not here stands as the library names it. */
const UNITS: Readonly<Record<string, Said>> = { '-': '', '1/a': message('review:whatIf.unit.perYear'), a: message('review:whatIf.unit.years') };
const FRACTIONS: readonly WhatIfField[] = ['source.utilisation', 'economics.discountRate'];
const DECIMALS = 3;

const DESCRIPTIONS = new Map(WHAT_IF_DESCRIPTIONS.map((one) => [one.field, one]));
const labelOf = (field: WhatIfField): Message => message(`review:field.${fieldKey(field)}`);

/** The address that shows the same again; nothing but what is changed stands in it. */
export function whatIfHref(matchId: string, changes: WhatIfChanges = {}): string {
  const query = new URLSearchParams(Object.entries(changes).map(([field, value]) => [field, String(value)])).toString();
  return `${to(paths.matchWhatIf, { matchId })}${query === '' ? '' : `?${query}`}`;
}

function hintOf({ power }: Localised, field: WhatIfField, { result, evaluatedYear }: Match): Message | undefined {
  switch (field) {
    case 'design.capacityKw':
      return result.feasible ? message('review:whatIf.hint.capacityStored', { capacity: power(result.design.capacityKw) }) : message('review:whatIf.hint.capacity');
    case 'demand.startDate': case 'source.availableFrom': return message('review:whatIf.hint.date', { year: String(evaluatedYear) });
    case 'source.utilisation': return message('review:whatIf.hint.utilisation');
    case 'economics.discountRate': return message('review:whatIf.hint.rate');
    default: return undefined;
  }
}

function definition(localised: Localised, { field, kind, unit = '' }: WhatIfFieldDescription, match: Match): FieldDefinition {
  const [shownUnit, hint] = [UNITS[unit] ?? unit, hintOf(localised, field, match)];
  return {
    name: field, label: labelOf(field), type: kind, required: field !== 'design.capacityKw',
    ...(shownUnit !== '' && { unit: shownUnit }), ...(hint !== undefined && { hint }),
  };
}

/** A date that the case leaves out is no date to change: the end of a demand without an end. */
const isAsked = ({ field }: WhatIfFieldDescription, stored: WhatIfValues): boolean => field !== 'demand.endDate' || stored[field] !== undefined;

function presentFields(localised: Localised, { match, stored }: Pick<WhatIf, 'match' | 'stored'>, user: CurrentUser, values: FormValues, errors: FieldErrors) {
  const definitions = whatIfFieldsOf(user.role).filter((one) => isAsked(one, stored)).map((one) => definition(localised, one, match));
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
  const form = presentForm(definitions, { ...stored, ...given }, errors);
  const groups = GROUPS.map(({ legend, belongs }) => ({ legend, fields: form.list.filter(({ name }) => belongs.test(name)) }));
  return { groups: groups.filter(({ fields }) => fields.length > 0), errors: form.errors };
}

function inWords(localised: Localised, field: WhatIfField, value: number | string | undefined): string {
  const { t, text, number, date, percent } = localised;
  if (value === undefined) return t('review:whatIf.paysBest');
  if (typeof value === 'string') return date(value);
  if (FRACTIONS.includes(field)) return percent(value, Number.isInteger(Number((value * 100).toFixed(DECIMALS))) ? 0 : 1);
  const unit = DESCRIPTIONS.get(field)?.unit ?? '';
  const digits = Math.min(DECIMALS, String(value).split('.')[1]?.length ?? 0);
  const named = UNITS[unit];
  return named === undefined ? localised.unit(value, unit, digits) : t('review:whatIf.withUnit', { value: number(value, digits), unit: text(named) });
}

/** "Length of the route: 571 m instead of 800 m". */
const presentChanges = (localised: Localised, { changes, stored }: WhatIf) => (Object.entries(changes) as [WhatIfField, number | string][])
  .map(([field, value]) => ({ label: localised.text(labelOf(field)), now: inWords(localised, field, value), before: inWords(localised, field, stored[field]) }));

function presentItTakes(localised: Localised, { itTakes, match }: WhatIf) {
  const found = itTakes.filter(({ to: value }) => value !== null);
  return itTakes.length === 0 ? null : {
    goal: localised.t(`review:takes.goal.${match.result.feasible ? 'break-even' : 'feasible'}`),
    found: found.map((takes) => ({ text: takesText(localised, takes), href: takes.changes === null ? null : whatIfHref(match.id, takes.changes) })),
    notFound: itTakes.filter(({ to: value }) => value === null).map((takes) => takesText(localised, takes)),
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

export function presentWhatIf(localised: Localised, whatIf: WhatIf, user: CurrentUser, { values, errors, withheld, origin }: WhatIfRequest) {
  const { match, changes } = whatIf;
  const [demand, building] = [match.demandName, match.buildingName];
  const changed = presentChanges(localised, whatIf);
  return {
    title: localised.t('review:whatIf.pageTitle', { demand, building }), pair: localised.t('review:pair', { demand, building }), demandName: demand, buildingName: building,
    matchHref: to(paths.match, { matchId: match.id }), matchesHref: paths.matches, action: whatIfHref(match.id), storedHref: whatIfHref(match.id),
    form: presentFields(localised, whatIf, user, values, errors), refused: Object.keys(errors).length > 0,
    withheld: withheld.map((field) => localised.text(labelOf(field)).toLowerCase()).join(', '),
    changed, several: changed.length > 1, link: changed.length === 0 ? null : `${origin}${whatIfHref(match.id, changes)}`,
    comparison: presentComparison(localised, match, whatIf.evaluation, changes['demand.routeLengthM'] ?? match.routeLengthM),
    itTakes: presentItTakes(localised, whatIf),
  };
}
