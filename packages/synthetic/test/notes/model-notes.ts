import type { LaterNotes } from "./later-notes.js";

/** Notes in the manner of a small language model, written before the checker had seen one of them. */
export const modelNotes: Readonly<Record<string, LaterNotes>> = {
  thick: {
    true: [
      "Coating thickness measured at 135.2 µm, exceeding the 135 µm warning limit. Elevated room temperature (27.1 °C) may be contributing.",
      "Coater 1: thickness reading 135.2 µm, Tolerance Warning. Room temp elevated at 27.1 °C; monitoring.",
      "Thickness 135.2 µm - Tolerance Warning. Notified supervisor, watching next run.",
      "Tolerance Warning logged: 135.2 µm coating thickness, slightly above warnHigh of 135 µm.",
      "BATCH-007 on Coater 1 at 135.2 µm; upper warning limit is 135 µm. Possible cause: high room temperature.",
      "Thickness 135.2 µm, near upper limit. Ambient 27.1 °C, possibly affecting coating.",
      "135.2 µm thickness (Tolerance Warning); room running hot at 27.1 °C. Will monitor.",
    ],
    false: [
      "Coating thickness measured at 135.2 µm, exceeding the 134 µm warning limit.",
      "Thickness 135.2 µm, Tolerance Warning. Room temp elevated by 5 °C.",
      "Thickness 135.2 µm, Tolerance Warning. Adjusted gap by 3 µm.",
      "Tolerance Warning, thickness 135.2 µm. Two previous runs were nominal.",
      "Thickness 135.2 µm, 1.2 µm from the upper spec limit. Tolerance Warning.",
      "Thickness 135.2 µm, Tolerance Warning. Possible viscosity shift upstream.",
      "Coating thickness 135.2 µm, Tolerance Warning. All other parameters within spec.",
      "Thickness 135.2 µm, Tolerance Warning. Fixed now.",
      "Coating thickness drifted to 135.2 µm, near upper limit. Tolerance Warning.",
    ],
  },
  resistant: {
    true: [
      "DC resistance 2.31 mΩ exceeds spec limit of 2.25 mΩ on attempt 2; Critical Fail. Cell held.",
      "Attempt 2 on Tester 3: DC resistance 2.31 mΩ, Critical Fail. Reported to quality.",
      "Critical Fail: DC resistance measured 2.31 mΩ (spec 1.8–2.25 mΩ). Batch placed on hold.",
      "Rework unsuccessful, DC resistance still 2.31 mΩ. Critical Fail, reported.",
      "DC resistance out of limits at 2.31 mΩ after second attempt. Possible rework effect.",
      "Resistance 2.31 mΩ, out of spec high. Attempt 2, held for review.",
    ],
    false: [
      "DC resistance 2.31 mΩ, Critical Fail. Likely a loose clamp.",
      "DC resistance 2.31 mΩ, down from 2.4 mΩ on attempt 1. Critical Fail.",
      "DC resistance 2.31 mΩ exceeds spec limit of 2.1 mΩ. Critical Fail.",
      "Critical Fail. DC resistance 2.31 mΩ, within the tolerance band.",
      "DC resistance 2.31 mΩ, Critical Fail. Elevated temperature may contribute.",
      "DC resistance 2.31 mΩ, Critical Fail. Released with concession.",
      "Critical Fail: DC resistance 2.31 mΩ is 0.16 mΩ above spec.",
    ],
  },
  nominal: {
    true: [
      "Viscosity 5.02 Pa·s, within spec. No action required.",
      "Slurry viscosity at 5.02 Pa·s, on target; Mixer 2 running normally.",
      "Viscosity 5.02 Pa·s, In Spec. Room 22.4 °C, conditions stable.",
      "BATCH-003 mixed at 22.4 °C, viscosity 5.02 Pa·s, meets target.",
    ],
    false: [
      "Viscosity 5.02 Pa·s, In Spec. Solvent added.",
      "BATCH-003 mixed, viscosity 5.02 Pa·s, all parameters nominal.",
      "Viscosity 5.02 Pa·s, In Spec, close to the upper warning limit.",
      "Viscosity 5.02 Pa·s, In Spec. Mixed for two hours.",
      "Viscosity 5.02 Pa·s, In Spec; room temperature 22.4 Pa·s.",
    ],
  },
  light: {
    true: [
      "Electrode density 3180 kg/m³, below the lower warning limit of 3197 kg/m³. Cause unknown, monitoring.",
      "Density reading 3180 kg/m³ on Calender 2 - Tolerance Warning. Cause not determined.",
      "Tolerance Warning: density 3180 kg/m³ vs warnLow 3197 kg/m³. Will monitor next roll.",
      "Electrode density at 3180 kg/m³, approaching the lower spec limit of 3148 kg/m³. Tolerance Warning.",
    ],
    false: [
      "Electrode density 3180 kg/m³, Tolerance Warning. Calender gap adjusted.",
      "Electrode density 3180 kg/m³, Tolerance Warning. Possible nip pressure loss.",
      "Electrode density 3180 kg/m³, near the upper warning limit. Tolerance Warning.",
      "Electrode density 3180 kg/m³, Tolerance Warning, low loading upstream.",
    ],
  },
  thin: {
    true: [
      "Areal loading 0.2395 kg/m², below spec limit of 0.2427 kg/m². Critical Fail. Low room temperature (18.4 °C) suspected.",
      "Critical Fail on BATCH-015: areal loading 0.2395 kg/m², room at 18.4 °C. Batch held.",
      "Loading at 0.2395 kg/m², well under target 0.2466 kg/m². Critical Fail, reported. Possibly low room temperature.",
      "Areal loading 0.2395 kg/m² - Critical Fail. Held; cold room at 18.4 °C may be a factor.",
    ],
    false: [
      "Areal loading 0.2395 kg/m², Critical Fail. Room temperature nominal.",
      "Areal loading 0.2395 kg/m², Critical Fail. Pump flow low.",
      "Areal loading 0.2395 kg/m², Critical Fail; about 3.6 °C too cold.",
      "Areal loading 0.2395 kg/m², just under the warning limit of 0.2441 kg/m². Tolerance Warning.",
    ],
  },
  aligned: {
    true: [
      "Misalignment 0.12 mm, well within limits. No issues on Stacker 5.",
      "Stacker 5 misalignment at 0.12 mm, target 0 mm, In Spec.",
    ],
    false: [
      "Misalignment 0.12 mm, In Spec. Sensor recalibrated.",
      "Misalignment 0.12 mm on layer 4, In Spec.",
    ],
  },
  dewy: {
    true: [
      "Dew point at -36.2 °C, above warning limit of -37 °C. Possible humidity ingress; monitoring.",
      "Dew point -36.2 °C, Tolerance Warning. Humidity suspected, reported to facilities.",
      "Dry Room dew point elevated at -36.2 °C (target -40 °C). Tolerance Warning.",
    ],
    false: ["Dew point -36.2 °C, Tolerance Warning. Door seal suspected."],
  },
};
