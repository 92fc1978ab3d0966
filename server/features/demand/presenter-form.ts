import type { HeatUse } from '../../engineering/index.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import type { Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import { isResearch } from './complete.js';
import { profileFigures } from './figures.js';
import { demandSections } from './form-fields.js';
import { derivedEmissionKgPerMwh } from './heat-sources.js';
import type { DemandReference, UploadChoice } from './index.js';
import { choiceFields, choiceValues, presentUploadChoice } from './presenter-upload.js';
import { presentFigures } from './presenter-figures.js';

export interface DemandFormState {
  readonly reference: DemandReference;
  /** What stands in the fields: as typed, or as stored. */
  readonly values: FormValues;
  /** What could be read of it. */
  readonly answers: DemandAnswers;
  readonly hourly: HourlyUpload | null;
  /** A table that waits for its column and unit. */
  readonly choice: UploadChoice | null;
  readonly errors?: FieldErrors;
  readonly uploadErrors?: readonly Said[];
  readonly notice?: { readonly kind: 'info' | 'warning' | 'success'; readonly text: Said; readonly link?: { readonly href: string; readonly label: Said } };
  readonly isResearchGroup: boolean;
  /** A version stands submitted, which stays valid until this form is submitted. */
  readonly submittedVersion: number | null;
}

function emissionNote({ t, unit }: Localised, answers: DemandAnswers): string | undefined {
  const derived = derivedEmissionKgPerMwh(answers);
  return derived === undefined ? undefined : t('demand:form.emissionNote', { emission: unit(derived, 'kg CO2/MWh') });
}

export function presentDemandForm(localised: Localised, state: DemandFormState) {
  const { t, text } = localised;
  const { reference, values, answers, hourly, choice, errors = {}, isResearchGroup } = state;
  const sections = demandSections({ isResearchGroup, withResearch: isResearchGroup || isResearch(answers) });
  const definitions = [...sections.flatMap(({ fields }) => fields), ...choiceFields(localised, choice)];
  const form = presentForm(definitions, { ...values, ...choiceValues(choice) }, errors);
  const isNew = reference.revision === 0;
  return {
    title: isNew ? t('demand:form.new') : answers.name === undefined ? t('demand:form.editUnnamed') : t('demand:form.edit', { name: answers.name }),
    lead: state.submittedVersion === null
      ? t('demand:form.leadDraft')
      : t('demand:form.leadSubmitted', { version: String(state.submittedVersion) }),
    action: isNew ? paths.newDemand : to(paths.editDemand, { demandId: reference.demandId }),
    cancel: isNew ? paths.demands : to(paths.demand, { demandId: reference.demandId }),
    reference, form, notice: state.notice, uploadErrors: state.uploadErrors,
    sections: sections.map(({ key, title, intro, fields }, index) => ({
      key, title: t('demand:form.sectionTitle', { number: String(index + 1), title }), intro: text(intro), fields: fields.map(({ name }) => form.fields[name]),
      offersUsual: key === 'use',
      ...(key === 'profile' && {
        isProfile: true, file: hourly === null ? null : hourly.fileName, choice: presentUploadChoice(localised, choice, form),
        preview: choice === null ? presentFigures(localised, profileFigures(answers, hourly), answers, hourly) : null,
      }),
      ...(key === 'today' && { note: emissionNote(localised, answers) }),
    })),
  };
}

export function presentUseChoice({ t }: Localised, uses: readonly HeatUse[]) {
  return {
    title: t('demand:form.new'),
    uses: uses.map(({ key, flowTemperatureC, returnTemperatureC }) => ({
      label: t(`demand:use.${key}`), note: t(`demand:useNote.${key}`), href: `${paths.newDemand}?use=${encodeURIComponent(key)}`,
      temperatures: `${flowTemperatureC} / ${returnTemperatureC}\u00a0°C`,
    })),
  };
}
