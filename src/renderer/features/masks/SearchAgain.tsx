// Looks once more for text where that failed.
import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";

/** For all stacks of the case that could not be looked through. */
export function SearchAgain({
  caseId,
  className,
}: {
  readonly caseId: CaseId;
  readonly className?: string | undefined;
}): ReactNode {
  return (
    <Button
      size="small"
      icon={RotateCw}
      className={className}
      onClick={() => void send((bridge) => bridge.searchTextAgain(caseId))}
    >
      Look again
    </Button>
  );
}
