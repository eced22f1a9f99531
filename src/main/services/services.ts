// The services a case can go to, sandbox and Radiopaedia: each with its account, its client, and the name plans are bound to.
import {
  createRadiopaediaStores,
  createSandboxStores,
} from "../../core/account/accountStores.ts";
import { whenSignedIn } from "../../core/account/whenSignedIn.ts";
import type { SecretStore } from "../../core/account/secretStore.ts";
import type { Settings } from "../../core/account/settings.ts";
import type { RadiopaediaClient } from "../../core/radiopaedia/client.ts";
import type { BoundTo } from "../../core/upload/caseSender.ts";
import type { PlanAccount } from "../../core/workspace/casePlan.ts";
import {
  sandboxPlanOrigin,
  type AccountRef,
} from "../../shared/destination.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Failure } from "../../shared/failure.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import type { SignInView } from "../../shared/signIns.ts";
import {
  clientAt,
  createService,
  formerSiteClient,
  isOf,
  loginOf,
  type Service,
  type ServiceDeps,
} from "./service.ts";

/** The sign-ins at both services, and which of them new cases go to. */
export interface Services {
  readonly all: readonly Service[];
  inUse(): Service;
  /** New cases go to this service from now on, to the account that was used there last. */
  use(kind: Service["kind"]): Result<null, Failure>;
  /**
   * Radiopaedia is at this origin from now on. Nothing of the one before goes there: all its sign-ins and its application are
   * forgotten first. Cases that are bound to the one before wait until it is back.
   */
  useSite(origin: string): Promise<Result<null, Failure>>;
  /** New cases go to this account from now on. */
  useSignIn(signInId: string): Result<null, Failure>;
  /** Adds a sign-in at the service in use, with the same application, and uses it from now on; nobody is signed in with it yet. */
  addSignIn(): Promise<Result<null, Failure>>;
  /** Signs out. A sign-in that was added is gone afterwards; the first one of a service stays. */
  removeSignIn(signInId: string): Promise<Result<null, Failure>>;
  /** Signs out everywhere, and forgets the application. */
  forgetAll(): Promise<Result<null, Failure>>;
  /** The sign-in of an account, the one in use for null; null if nobody is signed in with it. */
  serviceFor(account: AccountRef | null): Service | null;
  /** What a case is bound to that is sent now. */
  accountFor(account: AccountRef | null): PlanAccount;
  /** For the window: the service in use first. */
  views(): readonly SignInView[];
  /** The client for a plan. Calls fail with `unreachable` while its service is not running, with `otherAccount` while another login is signed in, with `otherSite` while Radiopaedia is at another origin. */
  clientFor(plan: BoundTo): RadiopaediaClient;
  /** Where the account of this plan signs in: at its own sign-in, else at one where nobody is, else at a new one. Never in another's place. */
  signInOf(plan: BoundTo): Promise<Result<Service, Failure>>;
  /** Where the service of these plans is now; null while it is not there. */
  originOf(planOrigin: string): string | null;
  /** Reads what each account knew before and asks its service who is signed in; without a network that takes its time. */
  restore(): Promise<void>;
  /** Calls back whenever an account becomes signed in. */
  onSignedIn(listener: () => void): void;
  close(): Promise<void>;
}

/** An address where nothing can listen, for a service that is not there. */
const nowhere = "http://127.0.0.1:0";

export interface ServicesDeps extends ServiceDeps {
  readonly secrets: SecretStore;
  readonly sandboxOrigin: () => string | null;
  /** Called after every change of an account or of the choice. */
  readonly onChange: () => void;
}

/** Makes both services with all their sign-ins. */
export function createServices(deps: ServicesDeps): Services {
  return new SignInList(deps);
}

const notSignedIn: Result<never, Failure> = failed({
  kind: "signInNeeded",
  reason: "neverSignedIn",
});

class SignInList implements Services {
  readonly #deps: ServicesDeps;
  #radiopaediaOrigin: string;
  readonly #signedInListeners: (() => void)[] = [];
  #all: readonly Service[] = [];

  constructor(deps: ServicesDeps) {
    this.#deps = deps;
    const settings = deps.settings.read();
    this.#radiopaediaOrigin = settings.radiopaedia.origin;
    for (const kind of ["sandbox", "radiopaedia"] as const)
      this.#adopt(kind, kind);
    for (const { service, signInId } of settings.moreSignIns)
      this.#adopt(service, signInId);
  }

  get all(): readonly Service[] {
    return this.#all;
  }

  #adopt(kind: Service["kind"], signInId: string): Service {
    const { secrets, settings } = this.#deps;
    const service = createService(
      kind === "sandbox"
        ? {
            signInId,
            kind,
            planOrigin: sandboxPlanOrigin,
            stores: createSandboxStores(secrets, sandboxClient, signInId),
            origin: this.#deps.sandboxOrigin,
          }
        : {
            signInId,
            kind,
            planOrigin: this.#radiopaediaOrigin,
            stores: createRadiopaediaStores(secrets, settings, signInId),
            origin: () => this.#radiopaediaOrigin,
          },
      this.#deps,
    );
    this.#all = [...this.#all, service];
    service.account.onChange(this.#deps.onChange);
    whenSignedIn(service.account, () => {
      for (const listener of this.#signedInListeners) listener();
    });
    return service;
  }

  inUse(): Service {
    return this.#inUseAt(this.#deps.settings.read().serviceInUse);
  }

  #inUseAt(kind: Service["kind"]): Service {
    const chosen = this.#deps.settings.read().signInInUse[kind];
    const service =
      this.#find(chosen ?? kind) ??
      this.#all.find((known) => known.kind === kind);
    if (service === undefined) throw new Error("Each service has a sign-in");
    return service;
  }

  #find(signInId: string): Service | undefined {
    return this.#all.find((known) => known.signInId === signInId);
  }

  use(kind: Service["kind"]): Result<null, Failure> {
    return this.#change((before) => ({ ...before, serviceInUse: kind }));
  }

  useSignIn(signInId: string): Result<null, Failure> {
    const service = this.#find(signInId);
    if (service === undefined) return notSignedIn;
    return this.#change((before) => ({
      ...before,
      serviceInUse: service.kind,
      signInInUse: { ...before.signInInUse, [service.kind]: signInId },
    }));
  }

  #change(change: (before: Settings) => Settings): Result<null, Failure> {
    const updated = this.#deps.settings.update(change);
    this.#deps.onChange();
    return updated.ok ? success(null) : updated;
  }

  async addSignIn(): Promise<Result<null, Failure>> {
    const added = await this.#add(this.inUse());
    return added.ok ? this.useSignIn(added.value.signInId) : added;
  }

  /** One more beside another, with the same application. */
  async #add({ kind, account }: Service): Promise<Result<Service, Failure>> {
    const client = await account.client();
    if (!client.ok) return client;
    const signInId = this.#freeId(kind);
    const noted = this.#change((before) => ({
      ...before,
      moreSignIns: [
        ...before.moreSignIns,
        { signInId, service: kind, clientId: "" },
      ],
    }));
    if (!noted.ok) return noted;
    const added = this.#adopt(kind, signInId);
    const known =
      kind === "radiopaedia" && client.value !== null
        ? await added.account.setClient(client.value)
        : await added.account.restore();
    return known.ok ? success(added) : known;
  }

  #freeId(kind: Service["kind"]): string {
    let number = 2;
    while (this.#find(`${kind}-${number}`) !== undefined) number += 1;
    return `${kind}-${number}`;
  }

  async removeSignIn(signInId: string): Promise<Result<null, Failure>> {
    const service = this.#find(signInId);
    if (service === undefined) return success(null);
    const signedOut = await service.account.signOut();
    if (!signedOut.ok || signInId === service.kind) return signedOut;
    await service.account.close();
    await this.#deps.secrets.delete(`${signInId}.clientSecret`);
    this.#all = this.#all.filter((known) => known !== service);
    return this.#change((before) => ({
      ...before,
      moreSignIns: before.moreSignIns.filter(
        (signIn) => signIn.signInId !== signInId,
      ),
      signInInUse: {
        ...before.signInInUse,
        ...(before.signInInUse[service.kind] === signInId && {
          [service.kind]: null,
        }),
      },
    }));
  }

  async useSite(origin: string): Promise<Result<null, Failure>> {
    if (origin === this.#radiopaediaOrigin) return success(null);
    const ofSite = this.#all.filter(({ kind }) => kind === "radiopaedia");
    const forgotten = await this.#forget(ofSite);
    if (!forgotten.ok) return forgotten;
    const noted = this.#change((before) => ({
      ...before,
      radiopaedia: { origin, clientId: "" },
    }));
    if (!noted.ok) return noted;
    this.#radiopaediaOrigin = origin;
    this.#all = this.#all.filter(({ kind }) => kind !== "radiopaedia");
    await Promise.all(ofSite.map(({ account }) => account.close()));
    await this.#adopt("radiopaedia", "radiopaedia").account.restore();
    this.#deps.onChange();
    return success(null);
  }

  async forgetAll(): Promise<Result<null, Failure>> {
    const forgotten = await this.#forget(this.#all);
    await this.restore();
    return forgotten;
  }

  /** Signs out, and forgets the application. */
  async #forget(services: readonly Service[]): Promise<Result<null, Failure>> {
    const results: Result<null, Failure>[] = [
      await this.#deps.secrets.delete("radiopaedia.clientSecret"),
    ];
    for (const { signInId } of services)
      results.push(await this.removeSignIn(signInId));
    return results.find(({ ok }) => !ok) ?? success(null);
  }

  serviceFor(account: AccountRef | null): Service | null {
    if (account === null) return this.inUse();
    return this.#signInOf(
      this.#all.filter(({ kind }) => kind === account.service),
      account.login,
    );
  }

  /** Of several sign-ins of one login the one that works, else the one in use. */
  #signInOf(known: readonly Service[], login: string): Service | null {
    const its = known.filter((service) => isOf(service, login));
    return (
      its.find(({ account }) => account.state().kind === "signedIn") ??
      its.find((service) => service === this.#inUseAt(service.kind)) ??
      its[0] ??
      null
    );
  }

  accountFor(account: AccountRef | null): PlanAccount {
    if (account !== null) {
      const { planOrigin } = this.#inUseAt(account.service);
      return { serviceOrigin: planOrigin, login: account.login };
    }
    const { planOrigin, account: inUse } = this.inUse();
    return { serviceOrigin: planOrigin, login: loginOf(inUse) ?? undefined };
  }

  views(): readonly SignInView[] {
    const inUse = this.inUse();
    return this.#all
      .map((service) => ({
        signInId: service.signInId,
        service: service.kind,
        state: service.account.state(),
        isInUse: service === inUse,
      }))
      .sort(
        (a, b) =>
          Number(b.service === inUse.kind) - Number(a.service === inUse.kind),
      );
  }

  clientFor(plan: BoundTo): RadiopaediaClient {
    const service = this.#boundTo(plan);
    if (service === null)
      return formerSiteClient(plan.serviceOrigin, this.#deps);
    return (
      service.client(plan.login) ??
      clientAt(nowhere, service.account, this.#deps)
    );
  }

  async signInOf({
    serviceOrigin,
    login,
  }: BoundTo): Promise<Result<Service, Failure>> {
    const there = this.#all.filter(
      ({ planOrigin }) => planOrigin === serviceOrigin,
    );
    const [anyThere] = there;
    if (anyThere === undefined)
      return failed({ kind: "otherSite", origin: serviceOrigin });
    const inUse = this.#inUseAt(anyThere.kind);
    if (login === undefined) return success(inUse);
    const itsOwn = this.#signInOf(there, login);
    const free = [inUse, ...there].find(isFree);
    return itsOwn !== null || free !== undefined
      ? success(itsOwn ?? free ?? inUse)
      : this.#add(inUse);
  }

  /** Null for a site that the app went to before. */
  #boundTo({ serviceOrigin, login }: BoundTo): Service | null {
    const there = this.#all.filter(
      ({ planOrigin }) => planOrigin === serviceOrigin,
    );
    const [anyThere] = there;
    if (anyThere === undefined) return null;
    return (
      (login === undefined ? null : this.#signInOf(there, login)) ??
      this.#inUseAt(anyThere.kind)
    );
  }

  originOf(planOrigin: string): string | null {
    return (
      this.#all.find((known) => known.planOrigin === planOrigin)?.origin() ??
      null
    );
  }

  async restore(): Promise<void> {
    await Promise.all(this.#all.map(({ account }) => account.restore()));
  }

  onSignedIn(listener: () => void): void {
    this.#signedInListeners.push(listener);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ account }) => account.close()));
  }
}

/** Nobody is signed in there, nor was until a grant ended. */
function isFree({ account }: Service): boolean {
  const { kind } = account.state();
  return kind !== "signedIn" && kind !== "signInAgain";
}
