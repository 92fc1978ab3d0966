import {
  presentValue, WHAT_IF_DESCRIPTIONS, type MatchCase, type WhatIfChanges, type WhatIfField, type WhatIfFieldDescription,
} from '../../engineering/index.js';
import type { Role } from '../../shared/current-user.js';

/** What a partner has stated or can see on the match page; everything else of a case may hold what the site does not publish. */
const OF_THE_PARTNER: readonly WhatIfField[] = [
  'demand.flowTemperatureC', 'demand.returnTemperatureC', 'demand.annualDemandMwh', 'demand.routeLengthM', 'demand.startDate',
  'demand.endDate', 'demand.alternative.costEurPerMwh', 'design.capacityKw',
];

export const mayChange = (field: WhatIfField, role: Role): boolean => role !== 'partner' || OF_THE_PARTNER.includes(field);

/** Its path as the last part of a text's key. */
export const fieldKey = (field: string): string => field.replaceAll('.', '-');

export const whatIfFieldsOf = (role: Role): readonly WhatIfFieldDescription[] =>
  WHAT_IF_DESCRIPTIONS.filter(({ field }) => mayChange(field, role));

export type WhatIfValues = Readonly<Partial<Record<WhatIfField, number | string>>>;

const SHOWN_DIGITS = 6;
/** As the form shows it: a mean of 8760 hours has digits that nobody wants to read. */
export const shownValue = (value: number | string): number | string =>
  (typeof value === 'number' ? Number(value.toPrecision(SHOWN_DIGITS)) : value);

/** What the form starts with. */
export function storedValues(matchCase: MatchCase, role: Role): WhatIfValues {
  return Object.fromEntries(whatIfFieldsOf(role).flatMap(({ field }) => {
    const value = presentValue(matchCase, field);
    return value === undefined ? [] : [[field, shownValue(value)]];
  }));
}

/** Only what differs from what the form started with: a form without script sends everything. */
export const changesAmong = (values: WhatIfValues, stored: WhatIfValues): WhatIfChanges =>
  Object.fromEntries(Object.entries(values).filter(([field, value]) => value !== stored[field as WhatIfField]));
