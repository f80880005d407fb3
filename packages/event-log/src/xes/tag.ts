/** The attributes of an XML element by name. A record without a prototype. */
export type XesTag = Readonly<Record<string, string | undefined>>;
