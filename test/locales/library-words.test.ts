import { expect } from 'chai';
import { UNCERTAINTY_TABLE, WHAT_IF_DESCRIPTIONS, type UncertainInput } from '../../server/engineering/index.js';
import { fieldKey } from '../../server/features/review/what-if-field.js';
import { english } from '../support/translations.js';

const INPUTS = Object.entries(UNCERTAINTY_TABLE) as [UncertainInput, (typeof UNCERTAINTY_TABLE)[UncertainInput]][];

/** The library names things in English; the pages name them by code. Neither may drift away from the other. */
describe('English texts for what the library names', () => {
  it('are its own for the inputs that may turn out otherwise, and for where their ranges come from', () => {
    for (const [input, { label, source }] of INPUTS) {
      expect(english.t(`matching:input.${input}`)).to.equal(label);
      expect(english.t(`review:certainty.source.${input}`)).to.equal(source);
    }
  });

  it('are its own for the fields that a what-if may change', () => {
    for (const { field, label } of WHAT_IF_DESCRIPTIONS) expect(english.t(`review:field.${fieldKey(field)}`)).to.equal(label);
  });
});
