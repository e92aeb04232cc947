export { ListsError, type ListsErrorCode } from "./errors.ts";
export { readLists, type ListsFile } from "./read-lists.ts";
export type { EstimateReport, Provenance, Stratum } from "./report.ts";
export { reportText } from "./report-text.ts";
export { reportHtml } from "./report-html.ts";
export { answerPlot, type AnswerWords } from "./plots/answers.ts";
export { convergencePlot, posteriorPlot, profilePlot, sensitivityPlot, type CurveWords } from "./plots/curves.ts";
export { overlapPlot, type OverlapWords } from "./plots/overlaps.ts";
export { listsOfBook, type CountedLists, type ListChoice } from "./lists-of-book.ts";
