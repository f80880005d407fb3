import type { BatteryQualityConfig } from "../quality/quality-config.js";

/**
 * Vapour pressure at a dew (frost) point, Pa: the Magnus formula over ice, below 0 °C, and over water, above it, with the
 * coefficients of Alduchov and Eskridge, "Improved Magnus Form Approximation of Saturation Vapor Pressure", J. Appl.
 * Meteor. 35 (1996). Within 0.4 % from -80 to 50 °C.
 */
export function vapourPressurePa(dewPointC: number): number {
  return dewPointC < 0
    ? 611.21 * Math.exp((22.587 * dewPointC) / (273.86 + dewPointC))
    : 610.94 * Math.exp((17.625 * dewPointC) / (243.04 + dewPointC));
}

/**
 * Moisture of a cell, ppm by mass: that of its powder, times what the air of the dry room adds or takes. At low humidity
 * a powder takes up water in proportion to the vapour pressure; `moistureExponent` is the power of that law.
 */
export function cellMoisturePpm(
  { formation }: BatteryQualityConfig,
  powderMoisturePpm: number,
  dewPointC: number,
): number {
  const relative = vapourPressurePa(dewPointC) / vapourPressurePa(formation.referenceDewPointC);
  return powderMoisturePpm * relative ** formation.moistureExponent;
}

/** Moisture of the powder of a supplier lot, ppm: 180 · factor · exp N(0.18); `draw` is a standard normal. */
export function powderMoisturePpm({ incoming }: BatteryQualityConfig, factor: number, draw: number): number {
  return incoming.moisturePpm * factor * Math.exp(incoming.moistureLogSigma * draw);
}
