import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues } from '../../shared/field.js';
import { formatUnit } from '../../shared/format.js';
import type { Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import { isResearch } from './complete.js';
import { profileFigures } from './figures.js';
import { demandSections } from './form-fields.js';
import { derivedEmissionKgPerMwh } from './heat-sources.js';
import type { DemandReference } from './index.js';
import { presentFigures } from './presenter-figures.js';

export interface DemandFormState {
  readonly reference: DemandReference;
  /** What stands in the fields: as typed, or as stored. */
  readonly values: FormValues;
  /** What could be read of it. */
  readonly answers: DemandAnswers;
  readonly hourly: HourlyUpload | null;
  readonly errors?: FieldErrors;
  readonly uploadErrors?: readonly Said[];
  readonly notice?: { readonly kind: 'info' | 'warning' | 'success'; readonly text: Said; readonly link?: { readonly href: string; readonly label: Said } };
  readonly isResearchGroup: boolean;
  /** A version stands submitted, which stays valid until this form is submitted. */
  readonly submittedVersion: number | null;
}

function emissionNote(answers: DemandAnswers): string | undefined {
  const derived = derivedEmissionKgPerMwh(answers);
  return derived === undefined ? undefined : `Worked out from heat source and efficiency: ${formatUnit(derived, 'kg CO2/MWh')}.`;
}

export function presentDemandForm(state: DemandFormState) {
  const { reference, values, answers, hourly, errors = {}, isResearchGroup } = state;
  const sections = demandSections({ isResearchGroup, withResearch: isResearchGroup || isResearch(answers) });
  const form = presentForm(sections.flatMap(({ fields }) => fields), values, errors);
  const isNew = reference.revision === 0;
  return {
    title: isNew ? 'New heat demand' : `Edit ${answers.name ?? 'heat demand'}`,
    lead: state.submittedVersion === null
      ? 'You can save an unfinished form as a draft at any time. Only your own organisation sees drafts.'
      : `Version ${state.submittedVersion} stays valid until you submit this form. Matches are then worked out again.`,
    action: isNew ? paths.newDemand : to(paths.editDemand, { demandId: reference.demandId }),
    cancel: isNew ? paths.demands : to(paths.demand, { demandId: reference.demandId }),
    reference, form, notice: state.notice, uploadErrors: state.uploadErrors,
    sections: sections.map(({ key, title, intro, fields }, index) => ({
      key, title: `${index + 1}. ${title}`, intro, fields: fields.map(({ name }) => form.fields[name]),
      offersUsual: key === 'use',
      ...(key === 'profile' && { isProfile: true, file: hourly === null ? null : hourly.fileName, preview: presentFigures(profileFigures(answers, hourly), answers, hourly) }),
      ...(key === 'today' && { note: emissionNote(answers) }),
    })),
  };
}

export function presentUseChoice(uses: readonly { readonly key: string; readonly label: string; readonly flowTemperatureC: number; readonly returnTemperatureC: number; readonly note: string }[]) {
  return {
    title: 'New heat demand',
    uses: uses.map(({ key, label, note, flowTemperatureC, returnTemperatureC }) => ({
      label, note, href: `${paths.newDemand}?use=${encodeURIComponent(key)}`,
      temperatures: `${flowTemperatureC} / ${returnTemperatureC}\u00a0°C`,
    })),
  };
}
