/** Quantile of the standard normal distribution: algorithm AS 241, PPND16 (Wichura 1988), relative error about 1e-16. */

type Polynomials = readonly [numerator: readonly number[], denominator: readonly number[]];

const CENTRE: Polynomials = [
  [3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
  [1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3],
];
const TAIL: Polynomials = [
  [1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
  [1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9],
];
const FAR_TAIL: Polynomials = [
  [6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
  [1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15],
];

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
const quotient = ([numerator, denominator]: Polynomials, x: number): number =>
  polynomial(numerator, x) / polynomial(denominator, x);

const CENTRE_HALF_WIDTH = 0.425;
const TAIL_FROM = 1.6;
const FAR_TAIL_FROM = 5;

/** The value that a standard normal variable stays below with this probability. Throws RangeError unless it lies in (0, 1). */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`probability must lie in (0, 1), not ${probability}`);
  const fromMiddle = probability - 1 / 2;
  if (Math.abs(fromMiddle) <= CENTRE_HALF_WIDTH) {
    return fromMiddle * quotient(CENTRE, CENTRE_HALF_WIDTH ** 2 - fromMiddle ** 2);
  }
  const root = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const distance = root <= FAR_TAIL_FROM ? quotient(TAIL, root - TAIL_FROM) : quotient(FAR_TAIL, root - FAR_TAIL_FROM);
  return Math.sign(fromMiddle) * distance;
}
