const NUMBER = String.raw`(-?\d+(?:[.,]\d+)?)\s*°?\s*`;
const PAIR = new RegExp(String.raw`^${NUMBER}([NS])?(?:\s*[,;]\s*|\s+)${NUMBER}([EW])?$`, 'i');

const decimal = (text: string): number => Number(text.replace(',', '.'));

/** Latitude and longitude pasted as one text, like `60.83, 11.17` or `60,83° N 11,17° E`; null when it is not such a pair. */
export function readCoordinatePair(text: string): { readonly latitude: number; readonly longitude: number } | null {
  const trimmed = text.trim();
  // '60,83' is one number with a decimal comma, not two.
  if (!/[.;\s]/.test(trimmed)) return null;
  const [, first, northSouth = 'N', second, eastWest = 'E'] = PAIR.exec(trimmed) ?? [];
  if (first === undefined || second === undefined) return null;
  return {
    latitude: decimal(first) * (northSouth.toUpperCase() === 'S' ? -1 : 1),
    longitude: decimal(second) * (eastWest.toUpperCase() === 'W' ? -1 : 1),
  };
}
