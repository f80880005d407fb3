import { randomStream } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import { autoregressiveNoise } from "../../src/battery-plant/environment/autoregressive-noise.js";
import {
  plantClimateConfig,
  plantClimateDefaults,
} from "../../src/battery-plant/environment/climate-config.js";
import {
  cellMoisturePpm,
  powderMoisturePpm,
  vapourPressurePa,
} from "../../src/battery-plant/environment/moisture.js";
import { roomClimate } from "../../src/battery-plant/environment/room-climate.js";
import { batteryQualityDefaults } from "../../src/battery-plant/quality/quality-config.js";
import { correlation, meanAndSd } from "./sample-statistics.js";

const hour = 3_600_000;
const day = 24 * hour;
const minute = 60_000;

describe("autoregressiveNoise", () => {
  const options = { sd: 0.6, correlationMs: 3 * hour, gridMs: 10 * minute };
  const phi = Math.exp(-10 / 180);

  it("has the standard deviation that it was given", () => {
    const noise = autoregressiveNoise(options, 1, "test");
    const far = Array.from({ length: 3000 }, (_, i) => noise.at(i * 211)); // 35 hours apart
    const { mean, sd } = meanAndSd(far);
    expect(Math.abs(mean)).toBeLessThan((4.5 * 0.6) / Math.sqrt(3000));
    expect(Math.abs(sd / 0.6 - 1)).toBeLessThan(4.5 / Math.sqrt(6000));
  });

  it("is correlated over time as exp(−lag / correlation)", () => {
    const noise = autoregressiveNoise(options, 2, "test");
    const starts = Array.from({ length: 2000 }, (_, i) => i * 211);
    for (const lag of [1, 6, 18]) {
      const expected = phi ** lag;
      const seen = correlation(
        starts.map((i) => noise.at(i)),
        starts.map((i) => noise.at(i + lag)),
      );
      expect(Math.abs(seen - expected)).toBeLessThan((4.5 * (1 - expected ** 2)) / Math.sqrt(2000) + 0.001);
    }
  });

  it("steps over the seam of two blocks as it does inside one", () => {
    const noise = autoregressiveNoise(options, 3, "test");
    const innovation = (i: number) => noise.at(i) - phi * noise.at(i - 1);
    const expected = 0.6 * Math.sqrt(1 - phi * phi);
    for (const offset of [0, 1, 77]) {
      const steps = Array.from({ length: 1500 }, (_, b) => innovation((b + 1) * 144 + offset));
      expect(Math.abs(meanAndSd(steps).sd / expected - 1)).toBeLessThan(4.5 / Math.sqrt(3000) + 0.001);
    }
  });

  it("gives the same values whether one walks or jumps, before the epoch too", () => {
    const walked = autoregressiveNoise(options, 4, "test");
    const jumped = autoregressiveNoise(options, 4, "test");
    const indices = Array.from({ length: 1500 }, (_, i) => i - 700);
    const inOrder = new Map(indices.map((i) => [i, walked.at(i)]));
    const luck = randomStream(5, "order");
    for (let k = 0; k < 1500; k++) {
      const index = luck.pick(indices);
      expect(Object.is(jumped.at(index), inOrder.get(index))).toBe(true);
    }
  });

  it("is another noise for another seed or key", () => {
    const first = autoregressiveNoise(options, 1, "a");
    for (const other of [autoregressiveNoise(options, 2, "a"), autoregressiveNoise(options, 1, "b")]) {
      const at = Array.from({ length: 400 }, (_, i) => i * 211);
      const alike = correlation(
        at.map((i) => first.at(i)),
        at.map((i) => other.at(i)),
      );
      expect(Math.abs(alike)).toBeLessThan(4.5 / Math.sqrt(400));
    }
  });
});

describe("roomClimate", () => {
  const climate = roomClimate(plantClimateDefaults, 42);
  const winter = Array.from({ length: 800 }, (_, i) => {
    const year = Math.floor(i / 60);
    return Date.UTC(2000 + year, 0, 1) + (i % 60) * day + 5 * hour; // January and February of 13 years
  });

  it.each([
    ["Electrode_Wing", 22, 0.5],
    ["Coating_Room", 22, 0.6],
    ["Assembly_Floor", 25, 1],
  ] as const)("holds %s at %d °C with a standard deviation of %d K", (room, temperatureC, sdK) => {
    const { mean, sd } = meanAndSd(winter.map((timeMs) => climate.at(room, timeMs).temperatureC));
    expect(Math.abs(mean - temperatureC)).toBeLessThan((4.5 * sdK) / Math.sqrt(800));
    expect(Math.abs(sd / sdK - 1)).toBeLessThan(4.5 / Math.sqrt(1600));
  });

  it("dries the assembly floor to a dew point of -40 °C, inside the -37 °C that would be a warning", () => {
    const dewPoints = winter.map((timeMs) => climate.at("Assembly_Floor", timeMs).dewPointC);
    expect(Math.abs(meanAndSd(dewPoints).mean + 40)).toBeLessThan((4.5 * 0.5) / Math.sqrt(800));
    expect(Math.max(...dewPoints)).toBeLessThan(-37);
  });

  it("is hottest outside on summer afternoons", () => {
    const meanOver = (month: number, hourOfDay: number) =>
      meanAndSd(
        Array.from({ length: 400 }, (_, i) =>
          climate.outdoorC(Date.UTC(2000 + Math.floor(i / 20), month, 10 + (i % 20), hourOfDay)),
        ),
      ).mean;
    // mean 10.5, ± 9.5 over the year, ± 4.5 over the day; the weather's 400 days are some 130 independent ones
    expect(Math.abs(meanOver(6, 14) - 24.5)).toBeLessThan(0.3 + (4.5 * 2.5) / Math.sqrt(130));
    expect(Math.abs(meanOver(0, 2) - -3.5)).toBeLessThan(0.3 + (4.5 * 2.5) / Math.sqrt(130));
  });

  it("lets a heat wave in: +9 K outside in July make +2 K in the coating room and 1.6 times the moisture", () => {
    const july = Array.from({ length: 600 }, (_, i) =>
      Date.UTC(1990 + Math.floor(i / 20), 6, 10 + (i % 20), 9),
    );
    const { mean } = meanAndSd(
      july.map(
        (t) => climate.at("Coating_Room", t, 9).temperatureC - climate.at("Coating_Room", t).temperatureC,
      ),
    );
    // E max(0, N(2.97, 2.5)) · 2/3 = 2.1, less what gets through without a wave, 0.01
    expect(Math.abs(mean - 2.1)).toBeLessThan(0.35);
    const wet = july.map((t) => {
      const moisture = (shift: number) =>
        cellMoisturePpm(batteryQualityDefaults, 180, climate.at("Assembly_Floor", t, shift).dewPointC);
      return Math.log(moisture(9) / moisture(0));
    });
    expect(Math.abs(Math.exp(meanAndSd(wet).mean) - 1.6)).toBeLessThan(0.2);
  });

  it("keeps heat out in winter, whatever comes", () => {
    for (const timeMs of winter.slice(0, 200)) {
      expect(climate.at("Coating_Room", timeMs, 5)).toEqual(climate.at("Coating_Room", timeMs));
    }
  });

  it("holds a value until the next ten minutes begin", () => {
    const start = Date.UTC(2025, 0, 6, 6);
    const air = climate.at("Coating_Room", start);
    expect(climate.at("Coating_Room", start + 10 * minute - 1)).toEqual(air);
    expect(climate.at("Coating_Room", start + 10 * minute)).not.toEqual(air);
  });

  it("depends on the seed, and on nothing that was asked before", () => {
    const asked = roomClimate(plantClimateDefaults, 42);
    asked.at("Shipping", Date.UTC(2031, 5, 5));
    asked.outdoorC(0);
    const t = Date.UTC(2026, 3, 17, 11);
    expect(asked.at("Coating_Room", t)).toEqual(climate.at("Coating_Room", t));
    expect(roomClimate(plantClimateDefaults, 43).at("Coating_Room", t)).not.toEqual(
      climate.at("Coating_Room", t),
    );
  });

  it("refuses a room that does not exist and an instant that is none", () => {
    const untyped = climate.at as (room: string, timeMs: number) => unknown;
    expect(() => untyped("Kitchen", 0)).toThrow(
      'roomClimate.at: option room is "Kitchen". Give one of Goods_In, Electrode_Wing, Coating_Room,',
    );
    expect(() => climate.at("Coating_Room", Number.NaN)).toThrow(
      "option timeMs is NaN. Give an instant in ms",
    );
  });

  it("takes another climate, and checks it", () => {
    const still = plantClimateConfig({ rooms: { Coating_Room: { temperatureC: 24, temperatureSd: 0 } } });
    expect(roomClimate(still, 1).at("Coating_Room", 0).temperatureC).toBe(24);
    expect(() => plantClimateConfig({ rooms: { Coating_Room: { temperatureSd: -1 } } })).toThrow(
      "plantClimateConfig: option rooms.Coating_Room.temperatureSd is -1. Give a number in [0, 20]",
    );
    expect(() => plantClimateConfig({ gridMinutes: 0 })).toThrow("option gridMinutes is 0.");
  });
});

describe("moisture", () => {
  it("has the vapour pressures of the tables", () => {
    // CRC Handbook: ice at -40 °C 12.84 Pa, at -20 °C 103.2 Pa; water at 0 °C 611.2 Pa, at 20 °C 2339 Pa
    expect(Math.abs(vapourPressurePa(-40) / 12.84 - 1)).toBeLessThan(0.005);
    expect(Math.abs(vapourPressurePa(-20) / 103.2 - 1)).toBeLessThan(0.005);
    expect(Math.abs(vapourPressurePa(0) / 611.2 - 1)).toBeLessThan(0.005);
    expect(Math.abs(vapourPressurePa(20) / 2339 - 1)).toBeLessThan(0.005);
  });

  it("of a cell is that of its powder at -40 °C, and follows the vapour pressure", () => {
    expect(cellMoisturePpm(batteryQualityDefaults, 180, -40)).toBe(180);
    const at35 = cellMoisturePpm(batteryQualityDefaults, 180, -35);
    expect(at35 / 180).toBeCloseTo(vapourPressurePa(-35) / vapourPressurePa(-40), 12);
  });

  it("of the powder is log-normal about 180 ppm times the factor of its lot", () => {
    expect(powderMoisturePpm(batteryQualityDefaults, 1, 0)).toBe(180);
    expect(powderMoisturePpm(batteryQualityDefaults, 1.6, 1)).toBeCloseTo(180 * 1.6 * Math.exp(0.18), 9);
  });
});
