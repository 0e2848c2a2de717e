export { type BookPage, DEFAULT_LIMITS, type Front, type Limits, readBook } from "./book.ts";
export { BookFailure, type FailureCode } from "./failure.ts";
export { shrink } from "./shrink.ts";
