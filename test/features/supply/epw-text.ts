const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const HEADER = ['LOCATION,Hamar,-,NOR,SRC,013820,60.8,11.07,1.0,141.0', ...Array.from({ length: 7 }, (_, line) => `HEADER ${line}`)];

/** A weather file of a whole year, as EnergyPlus writes it. */
export function epwText(temperatureC: (hour: number) => number | string, options: { readonly leap?: boolean } = {}): string {
  let hour = 0;
  const days = MONTH_DAYS.flatMap((count, month) => Array.from({ length: options.leap === true && month === 1 ? 29 : count }, (_, day) => [month + 1, day + 1]));
  const rows = days.flatMap(([month, day]) => Array.from({ length: 24 }, (_, at) => `2018,${month},${day},${at + 1},60,?9?9,${temperatureC(hour++)},0.5,80,101000`));
  return [...HEADER, ...rows].join('\r\n');
}
