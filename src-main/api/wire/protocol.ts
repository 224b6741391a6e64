/**
 * Number of the language that router and client speak. It rises when a client of the version before would misunderstand
 * an answer; an owner and an attached host with different numbers refuse each other.
 */
export const protocol = 3;
