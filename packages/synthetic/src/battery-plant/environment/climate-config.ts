import type { z } from "zod";
import { checkedOption } from "../../checked-option.js";
import { configGroup, type DeepReadonly, deepFreeze, configNumber as num } from "../../config-number.js";
import type { PlantRoom } from "../line.js";

interface RoomDefaults {
  readonly temperatureC: number;
  readonly temperatureSd: number;
  readonly dewPointC: number;
  readonly dewPointSd: number;
  readonly temperatureGain: number;
  readonly dewPointGain: number;
}

const room = (of: RoomDefaults, evidence = "assumption") =>
  configGroup({
    temperatureC: num(of.temperatureC, -40, 100, `temperature that is held, °C [${evidence}]`),
    temperatureSd: num(of.temperatureSd, 0, 20, `standard deviation of the temperature, K [${evidence}]`),
    dewPointC: num(of.dewPointC, -80, 40, `dew point that is held, °C [${evidence}]`),
    dewPointSd: num(of.dewPointSd, 0, 20, "standard deviation of the dew point, K [assumption]"),
    correlationHours: num(
      3,
      0.05,
      100,
      "time after which the room has forgotten a deviation, hours [assumption]",
    ),
    temperatureGain: num(
      of.temperatureGain,
      0,
      2,
      "rise of the temperature per kelvin that the air outside is above what the air handling was built for [assumption]",
    ),
    dewPointGain: num(of.dewPointGain, 0, 5, "rise of the dew point per such kelvin [assumption]"),
  }).prefault({});

/** Temperatures are held to ± one kelvin or two, read as two standard deviations; ordinary rooms have 40 to 50 % humidity. */
const shape = {
  outdoor: configGroup({
    meanC: num(10.5, -30, 40, "mean over the year, °C [assumption]"),
    annualAmplitudeC: num(9.5, 0, 40, "half the difference of summer and winter, K [assumption]"),
    warmestDayOfYear: num(201, 1, 366, "warmest day of the year, 201 = 20 July [assumption]"),
    dailyAmplitudeC: num(4.5, 0, 20, "half the difference of afternoon and night, K [assumption]"),
    warmestHourUtc: num(14, 0, 24, "warmest hour of the day, UTC [assumption]"),
    weatherSd: num(2.5, 0, 20, "standard deviation of the weather around that, K [assumption]"),
    weatherHours: num(48, 1, 1000, "time after which the weather has forgotten, hours [assumption]"),
  }).prefault({}),
  airHandling: configGroup({
    designOutdoorC: num(
      26,
      -20,
      60,
      "outdoor temperature, averaged over the day, up to which the rooms are held, °C [assumption]",
    ),
  }).prefault({}),
  rooms: configGroup({
    Goods_In: room({
      temperatureC: 20,
      temperatureSd: 1,
      dewPointC: 8,
      dewPointSd: 1.5,
      temperatureGain: 1,
      dewPointGain: 0.5,
    }),
    Electrode_Wing: room({
      temperatureC: 22,
      temperatureSd: 0.5,
      dewPointC: 9,
      dewPointSd: 1,
      temperatureGain: 2 / 3,
      dewPointGain: 0.5,
    }),
    Coating_Room: room(
      {
        temperatureC: 22,
        temperatureSd: 0.6,
        dewPointC: 9,
        dewPointSd: 1,
        temperatureGain: 2 / 3,
        dewPointGain: 0.5,
      },
      "the data of the original project, narrower",
    ),
    Assembly_Floor: room(
      {
        temperatureC: 25,
        temperatureSd: 1,
        dewPointC: -40,
        dewPointSd: 0.5,
        temperatureGain: 1 / 3,
        dewPointGain: 1.35,
      },
      "bryair.com, dry rooms",
    ),
    Formation_Lab: room({
      temperatureC: 25,
      temperatureSd: 0.5,
      dewPointC: 9,
      dewPointSd: 1,
      temperatureGain: 0.25,
      dewPointGain: 0.5,
    }),
    Shipping: room({
      temperatureC: 20,
      temperatureSd: 1,
      dewPointC: 8,
      dewPointSd: 1.5,
      temperatureGain: 1,
      dewPointGain: 0.5,
    }),
  } satisfies Record<PlantRoom, unknown>).prefault({}),
  gridMinutes: num(10, 1, 1440, "time from one value to the next, minutes [assumption]"),
};

/** Every number of the climate, as a zod schema; descriptions say unit and evidence. */
export const plantClimateConfigSchema = configGroup(shape);

/** Every number of the climate; see {@link plantClimateDefaults}. */
export interface PlantClimateConfig extends DeepReadonly<z.output<typeof plantClimateConfigSchema>> {}

/** Changes to {@link plantClimateDefaults}: any part, to any depth. */
export interface PlantClimateOverrides extends DeepReadonly<z.input<typeof plantClimateConfigSchema>> {}

/** A plant in a temperate climate with a dry room at a dew point of -40 °C. Deeply frozen. */
export const plantClimateDefaults: PlantClimateConfig = deepFreeze(plantClimateConfigSchema.parse({}));

/**
 * {@link plantClimateDefaults} with changes, checked and deeply frozen.
 *
 * @throws GigamineError `option/out-of-range` naming the setting.
 */
export function plantClimateConfig(overrides: PlantClimateOverrides = {}): PlantClimateConfig {
  return deepFreeze(checkedOption("plantClimateConfig", "", plantClimateConfigSchema, overrides));
}
