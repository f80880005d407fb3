import type { RandomStream } from "@gigamine/base";

/** An invented member of the plant's staff. */
export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  /** Given and family name. */
  readonly name: string;
  /** As on a batch card: "A.B.". */
  readonly initials: string;
  readonly jobTitle: string;
}

const givenNames = [
  "Aisha",
  "Alan",
  "Amelia",
  "Callum",
  "Carys",
  "Charlotte",
  "Daniel",
  "Dev",
  "Eilidh",
  "Emma",
  "Ewan",
  "Fatima",
  "Fiona",
  "George",
  "Grace",
  "Hamza",
  "Hannah",
  "Harry",
  "Imran",
  "Isla",
  "Jack",
  "Jasmine",
  "Kwame",
  "Leanne",
  "Liam",
  "Lucy",
  "Megan",
  "Mohammed",
  "Nadia",
  "Niamh",
  "Oliver",
  "Owen",
  "Priya",
  "Rhys",
  "Rosie",
  "Samuel",
  "Sian",
  "Sophie",
  "Tariq",
  "Tom",
] as const;

const familyNames = [
  "Adeyemi",
  "Ahmed",
  "Baker",
  "Begum",
  "Bennett",
  "Campbell",
  "Carter",
  "Clarke",
  "Cooper",
  "Davies",
  "Edwards",
  "Evans",
  "Fraser",
  "Graham",
  "Green",
  "Hall",
  "Harris",
  "Hughes",
  "Hussain",
  "Jackson",
  "Jones",
  "Kaur",
  "Khan",
  "Lewis",
  "MacDonald",
  "Mensah",
  "Morgan",
  "Murphy",
  "Nowak",
  "Okafor",
  "Parker",
  "Patel",
  "Reid",
  "Roberts",
  "Robinson",
  "Shah",
  "Singh",
  "Stewart",
  "Taylor",
  "Thomas",
  "Turner",
  "Walker",
  "Watson",
  "Williams",
  "Wilson",
  "Wood",
  "Wright",
  "Young",
] as const;

const jobTitles = [
  "Mixing operator",
  "Coating operator",
  "Calendering operator",
  "Slitting operator",
  "Cell assembly technician",
  "Electrolyte filling operator",
  "Formation technician",
  "Quality inspector",
  "Laboratory analyst",
  "Maintenance technician",
  "Dry room technician",
  "Process engineer",
  "Shift supervisor",
  "Warehouse operator",
] as const;

/** Draws a person: three numbers of the stream. The names are common ones of the United Kingdom, put together by chance. */
export function drawPerson(random: RandomStream): Person {
  const givenName = random.pick(givenNames);
  const familyName = random.pick(familyNames);
  const jobTitle = random.pick(jobTitles);
  return {
    givenName,
    familyName,
    name: `${givenName} ${familyName}`,
    initials: `${givenName[0]}.${familyName[0]}.`,
    jobTitle,
  };
}
