// The one picture that the sample archive shows of every series: drawn, of nobody.

/** A JPEG of 96 by 96 grey pixels: two lungs, a spine and a heart, as a child would draw them. */
export const sampleThumbnail = Buffer.from(
  [
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABIMDRANCxIQDhAUExIVGywdGxgYGzYnKSAsQDlEQz85",
    "Pj1HUGZXR0thTT0+WXlaYWltcnNyRVV9hnxvhWZwcm7/wAALCABgAGABAREA/8QAGgAAAwEBAQEA",
    "AAAAAAAAAAAAAAUGBAMCAf/EACkQAAEEAgIABAcBAQAAAAAAAAEAAgMEBRESITFRYXEGExQiMzRB",
    "MiP/2gAIAQEAAD8AhkIQhe44nyHTGkr7JDJH/tpC5oQhCEIXeCrJOdNaU1rYIkAyFPcPiYYZNloP",
    "uu2ZxcMwGmgeyn7GC6JjKU2KUtcnk06WZCEITDHY91l2yNNT6L6amA3ra1xTMlG2kJhj/wAi6ZH+",
    "JbJI2MbcdLHJLWs7YdbSXJYwwkvj7alXghC00axsTBoHSopS2jU4t6OkkkldI8klaaFt0UoBPSrs",
    "W4PII/q65M6G1I5O458ha09BYGyOa7YKd0pW265jf2dJHk6hrTHrorChUeBrBsfzCF4zEu5OPkli",
    "GnRBVh8OS/MjHotGek+XAT6KJkdyeSvK24uXhOB5rfma4lr8wOwpcjRIX2MbeArDHsEdRvskmRdy",
    "suWVCp/hV/iFt+ImOkg0wbUdJE+M/cCF4Xao7jO0+qopW/MqEeij7LeMzh6r5X/M33VlX/VGvJT1",
    "4asO91nQBsqn+HYHRR8z/U6cA/8A12l+Qxsc8RIaAVJWITDKWH+IrjczfdU7f1u/JSF/9p+vNcYj",
    "qQH1VhQfzqN9klyjONgrGvcA5StHqraiwMrMA8loQewpLPRhlokf1Y6LeVhvuqKU8Kx9lHWncp3H",
    "1XEdFU2Csh8XAnsIzMG/vASZdK4JlbrzVrRJ+maD46WheXuDGElR+YnE1p2j0F0w8BdJzI6C2Ziw",
    "IqxbvsqUcduJXxbMdaNecHfSqPsuV/PYSaxjZGSHiNha8fjix3OQKhot2eK0Tf8ALxSvJSyPhLYl",
    "PsoTSS/cD4pzBEypB31oKcy1z6iYgHoJchHgmuLyZgIY8/aqOGaOdoLSCuoWzH/kXTI/xL14keyJ",
    "pLiAkGVyvzNxxnpJSdnZXxCEeC11b8tc9E6TitnGOAEnSa0szXY7ZcF7u5qs8dOCVWM5G0Hh2Unt",
    "5OWwT3oLETs9r4hf/9k=",
  ].join(""),
  "base64",
);
