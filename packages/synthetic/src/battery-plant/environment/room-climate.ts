import { optionError } from "@gigamine/base";
import type { PlantRoom } from "../line.js";
import { autoregressiveNoise, type GridNoise } from "./autoregressive-noise.js";
import type { PlantClimateConfig } from "./climate-config.js";

/** The air of a room at an instant. */
export interface RoomAir {
  readonly temperatureC: number;
  readonly dewPointC: number;
}

/** The air inside and outside of the plant, at any instant and in any order. */
export interface RoomClimate {
  /**
   * The air of a room: the last value on the grid at or before `timeMs`.
   *
   * @param timeMs Instant, ms since the epoch.
   * @param outdoorShiftK How much warmer it is outside than it would be, for instance in a heat wave. The rooms feel it
   *   only where it goes beyond what the air handling was built for. @default 0
   */
  at(room: PlantRoom, timeMs: number, outdoorShiftK?: number): RoomAir;
  /** The temperature outside, °C, likewise. */
  outdoorC(timeMs: number, outdoorShiftK?: number): number;
}

const msPerHour = 3_600_000;
const msPerDay = 86_400_000;
const msPerYear = 365.2425 * msPerDay;

/**
 * The climate of the plant, a function of (config, seed, room, instant) and of nothing else: asking far ahead or twice
 * changes nothing.
 *
 * Outside: the mean of the year, a sine over the year, one over the day, and weather, which is AR(1). A room: the values
 * that are held, noise of its own, which is AR(1), and the heat that gets through when the outside, averaged over the day
 * because walls are slow, is hotter than the air handling was built for: gain · max(0, outside − design).
 */
export function roomClimate(config: PlantClimateConfig, seed: number | string): RoomClimate {
  const gridMs = config.gridMinutes * 60_000;
  const noise = (name: string, sd: number, hours: number, stepMs = gridMs): GridNoise =>
    autoregressiveNoise({ sd, correlationMs: hours * msPerHour, gridMs: stepMs }, seed, "climate", name);
  const { weatherSd, weatherHours } = config.outdoor;
  const weather = noise("weather", weatherSd, weatherHours, msPerHour); // slow, so hours will do
  const rooms = new Map(
    Object.entries(config.rooms).map(([name, room]) => {
      const temperature = noise(`${name}.temperature`, room.temperatureSd, room.correlationHours);
      const dewPoint = noise(`${name}.dewPoint`, room.dewPointSd, room.correlationHours);
      return [name, { room, temperature, dewPoint }];
    }),
  );

  const dailyMeanC = (timeMs: number): number =>
    config.outdoor.meanC +
    config.outdoor.annualAmplitudeC * seasonAt(config, timeMs) +
    weather.at(Math.floor(timeMs / msPerHour));

  return {
    at: (name, timeMs, outdoorShiftK = 0) => {
      const found = rooms.get(name);
      if (found === undefined) {
        throw optionError("roomClimate.at", "room", name, `Give one of ${[...rooms.keys()].join(", ")}.`);
      }
      const { room, temperature, dewPoint } = found;
      const index = gridIndex(timeMs, gridMs);
      const heat = Math.max(
        0,
        dailyMeanC(index * gridMs) + outdoorShiftK - config.airHandling.designOutdoorC,
      );
      return {
        temperatureC: room.temperatureC + temperature.at(index) + room.temperatureGain * heat,
        dewPointC: room.dewPointC + dewPoint.at(index) + room.dewPointGain * heat,
      };
    },
    outdoorC: (timeMs, outdoorShiftK = 0) => {
      const gridTimeMs = gridIndex(timeMs, gridMs) * gridMs;
      const daily = wave(gridTimeMs, msPerDay, config.outdoor.warmestHourUtc * msPerHour);
      return dailyMeanC(gridTimeMs) + config.outdoor.dailyAmplitudeC * daily + outdoorShiftK;
    },
  };
}

/** The season: a cosine over the year, 1 on the warmest day, -1 half a year later. */
export function seasonAt({ outdoor }: PlantClimateConfig, timeMs: number): number {
  return wave(timeMs, msPerYear, (outdoor.warmestDayOfYear - 1) * msPerDay);
}

function gridIndex(timeMs: number, gridMs: number): number {
  if (!Number.isFinite(timeMs)) {
    throw optionError("roomClimate.at", "timeMs", timeMs, "Give an instant in ms since the epoch.");
  }
  return Math.floor(timeMs / gridMs);
}

/** A cosine of the given period that is 1 at `crestMs`. */
function wave(timeMs: number, periodMs: number, crestMs: number): number {
  return Math.cos((2 * Math.PI * (timeMs - crestMs)) / periodMs);
}
