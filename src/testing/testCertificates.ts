// A private certificate authority and servers' certificates, made by openssl when a test asks for them.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate with its key, as PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWishes {
  readonly commonName: string;
  /** Such as `DNS:localhost` or `IP:127.0.0.1`. */
  readonly altNames: readonly string[];
  /** Valid until yesterday. */
  readonly isExpired?: boolean;
}

/** An authority that lives as long as its folder. */
export class TestAuthority {
  readonly pem: string;
  readonly pemPath: string;
  readonly #folder: string;
  #serial = 1;

  private constructor(folder: string, pem: string) {
    this.#folder = folder;
    this.pem = pem;
    this.pemPath = join(folder, "ca.pem");
  }

  static async create(commonName = "Hospital Root CA"): Promise<TestAuthority> {
    const folder = await mkdtemp(join(tmpdir(), "casedrop-ca-"));
    openssl(
      folder,
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
      ],
      ...["-nodes", "-days", "30", "-subj", `/CN=${commonName}`],
      ...["-keyout", "ca.key", "-out", "ca.pem"],
      ...["-addext", "basicConstraints=critical,CA:TRUE"],
    );
    return new TestAuthority(
      folder,
      await readFile(join(folder, "ca.pem"), "utf8"),
    );
  }

  /** A server's certificate; sent together with the authority's own, as inspecting proxies do. */
  async issue(wishes: CertificateWishes): Promise<IssuedCertificate> {
    const folder = this.#folder;
    this.#serial += 1;
    const name = `server-${String(this.#serial)}`;
    await writeFile(
      join(folder, `${name}.ext`),
      `basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${wishes.altNames.join(",")}\n`,
    );
    openssl(
      folder,
      ...["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
      ...["-nodes", "-subj", `/CN=${wishes.commonName}`],
      ...["-keyout", `${name}.key`, "-out", `${name}.csr`],
    );
    openssl(
      folder,
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem"],
      ...["-CAkey", "ca.key", "-set_serial", String(this.#serial)],
      ...["-extfile", `${name}.ext`, "-out", `${name}.pem`],
      // A negative number of days is how openssl makes one that is over.
      ...["-days", wishes.isExpired === true ? "-1" : "10"],
    );
    return {
      cert: `${await readFile(join(folder, `${name}.pem`), "utf8")}${this.pem}`,
      key: await readFile(join(folder, `${name}.key`), "utf8"),
    };
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** True where openssl can be started. */
export function hasOpenssl(): boolean {
  return spawnSync("openssl", ["version"]).status === 0;
}

function openssl(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args, {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`openssl ${args[0] ?? ""}: ${stderr}`);
}
