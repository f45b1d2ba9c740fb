/** The interface of src/policy/: code outside of it imports this file only. */
export { forbidding, isAbout, type ForbiddenEntry } from "./image-policy.js";
export { marksOf, type Marks } from "./marks.js";
export { isFinding, withoutNames } from "./never-names.js";
export { placeOf, type IgnoreRow, type Policy, type SeverityRow } from "./policy.js";
export { policyMistakes, readPolicy, type PolicySections } from "./read-policy.js";
export { selecting, selectsEverything } from "./selector.js";
export { forbiddenCalls, withoutForbidden, type Allowed } from "./without-forbidden.js";
