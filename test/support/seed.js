// Property tests draw the same values in every run, so that a red run can be run again; FC_SEED=random looks further.
const fc = require('fast-check')

const wanted = process.env.FC_SEED
fc.configureGlobal({ seed: wanted === 'random' ? Date.now() : Number(wanted ?? 4711) })
