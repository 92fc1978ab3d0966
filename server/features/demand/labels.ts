import { USES, type HeatUse } from '../../engineering/index.js';
import { message, type Message } from '../../shared/message.js';

/** Technology readiness levels as the EU's Horizon programmes use them. */
export const READINESS_LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export const readinessLabel = (level: number): Message =>
  message('demand:readinessOption', { level: String(level), text: message(`demand:readiness.${level}`) });

export const useLabel = (key: string): Message => message(`demand:use.${key}`);

/** Uses in the order in which a page offers them; a research group finds its campaign first. */
export const usesFor = (isResearchGroup: boolean): readonly HeatUse[] =>
  (isResearchGroup ? [...USES].sort((a, b) => Number(b.key === 'research-campaign') - Number(a.key === 'research-campaign')) : USES);
