// One picture on its way to the shop: looked at here first, so that nobody waits for a refusal that is certain.
import type { Schema } from "@/lib/api/types";

export type UploadRefusal = "too_large" | "kind" | "pixels" | "damaged" | "too_many" | "signed_out" | "offline" | "busy" | "failed";

/** As the API has it. */
export const bytes_max = 10 * 1024 * 1024;
export const kinds = ["image/jpeg", "image/png", "image/webp"] as const;
const deadline_ms = 120_000;

const refusals: Record<string, UploadRefusal> = {
  picture_too_large: "too_large", body_too_large: "too_large", picture_kind: "kind", unsupported_media_type: "kind", too_many_pixels: "pixels",
  picture_damaged: "damaged", too_many_pictures: "too_many", unauthenticated: "signed_out", rate_limited: "busy", unavailable: "busy", overloaded: "busy",
};

/** What is wrong with a file before it is sent; the content has the last word, on the server. */
export function refusedHere(file: { size: number; type: string }): UploadRefusal | undefined {
  if (file.type && !(kinds as readonly string[]).includes(file.type)) return "kind";
  return file.size > bytes_max ? "too_large" : undefined;
}

export function refusalOf(status: number, body: string): UploadRefusal {
  if (status === 0) return "offline";
  if (status === 413) return "too_large";
  try {
    return refusals[(JSON.parse(body) as { code?: string }).code ?? ""] ?? "failed";
  } catch {
    return "failed";
  }
}

export type Uploaded = { picture: Schema<"PictureView">; refused?: undefined } | { picture?: undefined; refused: UploadRefusal };

/** XMLHttpRequest, since fetch does not say how much has been sent. */
export function uploadPicture(file: File, onProgress: (part: number) => void): { done: Promise<Uploaded>; abort: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((resolve) => {
    const wrong = refusedHere(file);
    if (wrong) return resolve({ refused: wrong });
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onloadend = () => resolve(request.status === 201 ? { picture: JSON.parse(request.responseText) as Schema<"PictureView"> } : { refused: refusalOf(request.status, request.responseText) });
    request.timeout = deadline_ms;
    request.open("POST", "/api/v1/pictures");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}
