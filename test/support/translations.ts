import { createTranslations, type TranslationOptions } from '../../server/shared/i18n.js';

const fail = (what: string): void => { throw new Error(`missing text: ${what}`); };

/** The product's own texts; a gap is an error. */
export const testTranslations = (options: Partial<TranslationOptions> = {}) => createTranslations({ onMissing: fail, ...options });

export const english = testTranslations().localised('en');
