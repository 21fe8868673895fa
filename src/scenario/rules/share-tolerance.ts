/** Shares that are written with few digits add up to one within this. */
export const shareTolerance = 1e-9;
