/** What an estimate is made with. All of it is printed with the result, and decides it to the byte together with the table. */
import { CaptureError } from "./errors.ts";
import { LATENT_SETTINGS, type LatentSettings } from "./latent.ts";
import { STEPWISE_THRESHOLD } from "./stepwise.ts";

/** Of the reckoning: raised whenever the same table, settings and seed give another figure. */
export const ESTIMATE_VERSION = 2;

export interface EstimateSettings {
  readonly seed: string;
  readonly level: number;
  /** Below which p a pair is added, in the model that the bootstrap chooses anew. */
  readonly threshold: number;
  readonly resamples: number;
  /** 8 or more; 0: latent classes are left out, and that is said. */
  readonly chains: number;
  readonly latent: LatentSettings;
}

export const LEAST_CHAINS = 8;

export const SETTINGS: EstimateSettings = {
  seed: "1",
  level: 0.95,
  threshold: STEPWISE_THRESHOLD,
  resamples: 1000,
  chains: LEAST_CHAINS,
  latent: { ...LATENT_SETTINGS, burnIn: 10_000, draws: 4000, thin: 10 },
};

/** @throws {CaptureError} `bad-settings` */
export function checkedSettings(settings: Partial<EstimateSettings>): EstimateSettings {
  const whole = { ...SETTINGS, ...settings, latent: { ...SETTINGS.latent, ...settings.latent } };
  const { latent } = whole;
  const fits =
    whole.seed.length > 0 &&
    whole.seed.length <= 200 &&
    whole.level > 0.5 &&
    whole.level < 0.9999 &&
    whole.threshold > 0 &&
    whole.threshold < 1 &&
    (whole.resamples === 0 || isCount(whole.resamples, 100, 100_000)) &&
    (whole.chains === 0 || isCount(whole.chains, LEAST_CHAINS, 64)) &&
    isCount(latent.classes, 2, 50) &&
    isCount(latent.burnIn, 100, 10_000_000) &&
    isCount(latent.draws, 100, 1_000_000) &&
    isCount(latent.thin, 1, 10_000) &&
    latent.alphaShape > 0 &&
    latent.alphaRate > 0;
  if (!fits) throw new CaptureError("bad-settings");
  return whole;
}

function isCount(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
