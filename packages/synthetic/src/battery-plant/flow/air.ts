import type { ScenarioEffects } from "../../scenarios/effects.js";
import type { RoomClimate } from "../environment/room-climate.js";
import type { PlantRoom } from "../line.js";

/** The site, as scenarios name it. */
export const plantSite = "Site";

/** The dry room, as scenarios name it: where cells are open. */
export const dryRoom: PlantRoom = "Assembly_Floor";

const coatingRoom: PlantRoom = "Coating_Room";

/** The air of the rooms, in every world of a run. */
export interface PlantAir {
  /** °C. */
  temperatureC(room: PlantRoom, timeMs: number, world: number): number;
  /** Of the dry room, °C. */
  dewPointC(timeMs: number, world: number): number;
}

/** The climate with what scenarios do to it. */
export function plantAir(climate: RoomClimate, effects: ScenarioEffects): PlantAir {
  const outdoor = (timeMs: number, world: number): number =>
    effects.shift("outdoor.temperature", plantSite, timeMs, world);
  return {
    temperatureC(room, timeMs, world) {
      const own = room === coatingRoom ? effects.shift("coating_room.temperature", room, timeMs, world) : 0;
      return climate.at(room, timeMs, outdoor(timeMs, world)).temperatureC + own;
    },
    dewPointC(timeMs, world) {
      const own = effects.shift("dry_room.dew_point", dryRoom, timeMs, world);
      return climate.at(dryRoom, timeMs, outdoor(timeMs, world)).dewPointC + own;
    },
  };
}
