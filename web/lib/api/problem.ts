// An error of the API is an RFC 9457 problem document with a stable `code`; people see words of our own for it.

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: { field?: string; pointer?: string; code?: string; message?: string }[];
  [extra: string]: unknown;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "status" in value;
}

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.title}`);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or an ApiError for error.tsx. */
export function must<T>(answer: Answer<T>): T {
  if (answer.data !== undefined) return answer.data;
  if (isProblem(answer.error)) throw new ApiError(answer.error);
  throw new ApiError({ status: answer.response.status, code: "unreadable_answer", title: answer.response.statusText });
}

/** The data, or undefined where the API says 404; anything else is an ApiError. */
export function orNothing<T>(answer: Answer<T>): T | undefined {
  return answer.response.status === 404 ? undefined : must(answer);
}
