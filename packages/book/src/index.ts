export { type BookPage, DEFAULT_LIMITS, type Limits, readBook } from "./book.ts";
export { BookFailure, type FailureCode } from "./failure.ts";
