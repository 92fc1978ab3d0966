/** What a research demand is worth to the site's research programme, beside its heat. */
import type { ResearchInput } from './match-case.js';

/** Four equal parts of research value. Source: Heatmatch, chosen for this model. */
const PARTS = 4;
const LOWEST_READINESS_LEVEL = 1;
const HIGHEST_READINESS_LEVEL = 9;

const normalised = (topics: readonly string[]): string[] => topics.map((topic) => topic.trim().toLowerCase());

/** Share of the demand's topics that the site's programme has, 0..1; 0 when the demand names none. */
export function topicOverlap(demandTopics: readonly string[], siteTopics: readonly string[]): number {
  const programme = new Set(normalised(siteTopics));
  const wanted = [...new Set(normalised(demandTopics))];
  return wanted.length === 0 ? 0 : wanted.filter((topic) => programme.has(topic)).length / wanted.length;
}

/**
 * Research value, 0..1: the mean of topic overlap, data offered (0 or 1), readiness level (1 -> 0, 9 -> 1) and budget (full from
 * `fullMarksBudgetEur` on).
 */
export function researchValue(research: ResearchInput, siteTopics: readonly string[], fullMarksBudgetEur: number): number {
  const readiness = (research.readinessLevel - LOWEST_READINESS_LEVEL) / (HIGHEST_READINESS_LEVEL - LOWEST_READINESS_LEVEL);
  const budget = Math.min(1, research.budgetEur / fullMarksBudgetEur);
  return (topicOverlap(research.topics, siteTopics) + Number(research.offersData) + readiness + budget) / PARTS;
}
