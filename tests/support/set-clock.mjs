// Loaded with `node --import`: the time of day jumps by JUMP_MS once AFTER_MS have passed, as when somebody sets it.
const [RealDate, now] = [Date, Date.now.bind(Date)];
const jumpMs = Number(process.env.JUMP_MS);
const afterMs = Number(process.env.AFTER_MS);
const shifted = () => now() + (performance.now() > afterMs ? jumpMs : 0);
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(shifted());
    else super(...given);
  }
  static now() {
    return shifted();
  }
};
