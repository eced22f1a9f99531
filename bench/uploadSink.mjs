// A service that takes every upload and keeps nothing, in a process of its own; prints its address. For bench/upload.bench.mjs.
import { createServer } from "node:http";

let nextId = 1;

/** Answers of the calls the engine makes, by the end of the path. */
function answerTo(path, body) {
  if (path.endsWith("/users/current")) return { login: "bench", quotas: null };
  if (path === "/direct_s3_uploads")
    return {
      uploads: JSON.parse(body).sha256.map((hash) => ({
        id: nextId++,
        url: `${origin}/put/${hash}`,
      })),
    };
  return { id: nextId++, series: { seriesId: 1, status: "ready" } };
}

const server = createServer(
  { keepAliveTimeout: 60_000 },
  (request, response) => {
    const path = request.url ?? "";
    if (path.startsWith("/put/")) {
      // As S3 answers: without its marks the engine takes no 2xx for a proof that anything is stored.
      request
        .resume()
        .on("end", () =>
          response.writeHead(200, { "x-amz-request-id": "sink" }).end(),
        );
      return;
    }
    let body = "";
    request
      .on("data", (chunk) => {
        body += chunk;
      })
      .on("end", () => {
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify(answerTo(path, body)));
      });
  },
);
let origin = "";
server.listen(0, "127.0.0.1", () => {
  origin = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ origin, credentials: { accessToken: "none" } }));
});
