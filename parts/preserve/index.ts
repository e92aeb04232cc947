export { PreserveError, type PreserveErrorCode } from "./errors.ts";
export { commitmentFor, commitOriginal, type CommittedOriginal, type Random } from "./commit.ts";
export { recordCustody, redactCustody, type CustodyEvent } from "./custody.ts";
export { LIMITS, readmeText } from "./readme.ts";
export { buildPackage, type EvidencePackage, type PackagedFile, type PackagedItem, type PackageInput } from "./package.ts";
export { writeNewDirectory, writePackageDirectory } from "./directory.ts";
export { packageTar } from "./tar.ts";
export { sealPackage } from "./sealed.ts";
