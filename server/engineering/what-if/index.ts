/** What if: what the rest of the program uses of this folder. */
export {
  applyWhatIf, presentValue, WHAT_IF_DESCRIPTIONS, type WhatIfChanges, type WhatIfFieldDescription,
} from './apply-what-if.js';
export { isWhatIfField, WHAT_IF_FIELDS, type WhatIfDateField, type WhatIfField, type WhatIfNumberField } from './what-if-field.js';
export { whatWouldItTake, type WhatItTakes, type WhatItTakesTarget } from './what-would-it-take.js';
export { INVESTMENT_FACTOR, type LeverField } from './lever.js';
