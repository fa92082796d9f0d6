package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.List;

/** Applies every rule to a plan. */
public final class SagaLint {

    private static final List<LintRule> RULES = List.of(
            new UndoMissing(),
            new UndoForgotten(),
            new IrreversibleBeforePivot(),
            new TwoPivots(),
            new PivotsMayMeet(),
            new PivotInLoop(),
            new PivotGoesOn(),
            new BoundedRetryAfterPivot(),
            new FailsAfterPivot(),
            new ReturnBeforePivot(),
            new HandlerNever(),
            new UndoDoneTwice(),
            new UndoAfterPivot(),
            new UndoReadsUncertain(),
            new UndoNeedsOutcome(),
            new UndoIsForward(),
            new ChildRunIdShared(),
            new LoopNeverEnds(),
            new JoinNever(),
            new Unreachable(),
            new LeaseTooLong(),
            new LockAfterPivot(),
            new BoundedRetryInFinally(),
            new FailsInFinally(),
            new LockInFinally(),
            new FinallyNever());

    private SagaLint() {}

    /** @param plan of a definition without faults */
    public static List<Finding> findings(WorkflowPlan plan) {
        Subject subject = Subject.of(plan);
        return RULES.stream().flatMap(rule -> rule.check(subject)).toList();
    }
}
