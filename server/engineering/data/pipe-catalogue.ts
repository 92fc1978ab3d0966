/**
 * District-heating pipes, laid as a pair of single pipes, DN 20-600, insulation series 2. Cost is for a metre of pair, trench included.
 * Heat loss coefficient of one pipe: 2 pi 0.024 W/mK / ln(casing / steel diameter).
 * Source: EN 253 dimensions and cost from jylambert/topotherm settings.py (MIT; EN 253, literature and expert survey); series 2
 * casings from AIT-IES/DisHeatLib and energyville/modesto (BSD-3). DN 20 has no published cost: 700 EUR/m, an assumption.
 */
export interface PipeSize {
  readonly dn: number;
  readonly innerDiameterMm: number;
  readonly heatLossWPerMK: number;
  readonly trenchCostEurPerM: number;
}

export const PIPE_CATALOGUE: readonly PipeSize[] = [
  { dn: 20, innerDiameterMm: 21.7, heatLossWPerMK: 0.107, trenchCostEurPerM: 700 },
  { dn: 25, innerDiameterMm: 29.1, heatLossWPerMK: 0.127, trenchCostEurPerM: 718 },
  { dn: 32, innerDiameterMm: 37.2, heatLossWPerMK: 0.139, trenchCostEurPerM: 763 },
  { dn: 40, innerDiameterMm: 43.1, heatLossWPerMK: 0.159, trenchCostEurPerM: 786 },
  { dn: 50, innerDiameterMm: 54.5, heatLossWPerMK: 0.179, trenchCostEurPerM: 880 },
  { dn: 65, innerDiameterMm: 70.3, heatLossWPerMK: 0.203, trenchCostEurPerM: 907 },
  { dn: 80, innerDiameterMm: 82.5, heatLossWPerMK: 0.214, trenchCostEurPerM: 1061 },
  { dn: 100, innerDiameterMm: 107.1, heatLossWPerMK: 0.223, trenchCostEurPerM: 1090 },
  { dn: 125, innerDiameterMm: 132.5, heatLossWPerMK: 0.259, trenchCostEurPerM: 1256 },
  { dn: 150, innerDiameterMm: 160.3, heatLossWPerMK: 0.296, trenchCostEurPerM: 1332 },
  { dn: 200, innerDiameterMm: 210.1, heatLossWPerMK: 0.312, trenchCostEurPerM: 1836 },
  { dn: 250, innerDiameterMm: 263, heatLossWPerMK: 0.302, trenchCostEurPerM: 2036 },
  { dn: 300, innerDiameterMm: 312.7, heatLossWPerMK: 0.347, trenchCostEurPerM: 2183 },
  { dn: 350, innerDiameterMm: 344.4, heatLossWPerMK: 0.332, trenchCostEurPerM: 2651 },
  { dn: 400, innerDiameterMm: 393.8, heatLossWPerMK: 0.344, trenchCostEurPerM: 2902 },
  { dn: 450, innerDiameterMm: 444.4, heatLossWPerMK: 0.394, trenchCostEurPerM: 3345 },
  { dn: 500, innerDiameterMm: 495.4, heatLossWPerMK: 0.45, trenchCostEurPerM: 3580 },
  { dn: 600, innerDiameterMm: 595.8, heatLossWPerMK: 0.388, trenchCostEurPerM: 4507 },
];
