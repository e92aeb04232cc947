/** Several pair models asked together. One hears letters as they are, one hears what follows a vowel as letters of its own; each is wrong about other names. */
import { PairModel, type PairWeights } from "./pair-model.ts";

export class NamePairs {
  readonly models: readonly PairModel[];

  constructor(weights: readonly PairWeights[]) {
    this.models = weights.map((one) => PairModel.fromWeights(one));
  }

  /** ln of how much likelier two words (as plainWord gives them) are as one name than as two that met by chance: the mean of what the models say. */
  logOdds(left: string, right: string): number {
    let sum = 0;
    for (const model of this.models) sum += model.logOdds(left, right);
    return sum / this.models.length;
  }
}
