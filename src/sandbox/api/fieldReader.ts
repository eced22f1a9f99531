// Reads the fields a call permits out of a JSON object; what is wrong with them is gathered, what is not permitted is dropped.

/** Fields of one request body. Null and absent are the same. */
export class FieldReader {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #errors: Record<string, string> = {};

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  /** One message per bad field; null if all were good. */
  get errors(): Readonly<Record<string, string>> | null {
    return Object.keys(this.#errors).length === 0 ? null : this.#errors;
  }

  reject(field: string, message: string): void {
    this.#errors[field] = message;
  }

  text(field: string): string | null {
    const value = this.#body[field] ?? null;
    if (value === null || typeof value === "string") return value;
    this.reject(field, "must be text");
    return null;
  }

  integer(field: string): number | null {
    const value = this.#body[field] ?? null;
    if (value === null) return null;
    if (typeof value === "number" && Number.isSafeInteger(value)) return value;
    this.reject(field, "must be an integer");
    return null;
  }

  flag(field: string): boolean | null {
    const value = this.#body[field] ?? null;
    if (value === null || typeof value === "boolean") return value;
    this.reject(field, "must be true or false");
    return null;
  }
}
