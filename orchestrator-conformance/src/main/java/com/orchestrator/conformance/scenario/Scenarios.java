package com.orchestrator.conformance.scenario;

import java.util.List;

/** All scenarios, in the order in which the semantics name them. */
public final class Scenarios {

    public static final List<Scenario> ALL = List.of(
            new ForwardOnly(),
            new FailAtLast(),
            new FailAtMiddle(),
            new FailAtFirstNoUndo(),
            new UndoRetriedOnceOneEffect(),
            new UndoFailsForGood(),
            new WorkerKilledMidUndo(),
            new ServerKilledMidUndo(),
            new TypedErrorRoundTrip(),
            new MidUndoStatus(),
            new LeaseExpiredThenLateSuccess(),
            new LateSuccessAfterUndo(),
            new ParallelBranchUndoOrder(),
            new DynamicForkPartialFailure(),
            new CompletedChildUndone(),
            new DeadlineUndo(),
            new CancelUndo(),
            new TerminateAbandon(),
            new UndoFromStep(),
            new SavepointThenForward(),
            new PivotBlocksUndo(),
            new RetryAfterUndoRefused(),
            new ManualResolve(),
            new TwoServersRace(),
            new PauseDuringUndo(),
            new UndoPinnedToOldRevision(),
            new UndoPreviewEqualsExecution(),
            new EmptyUndoTolerated(),
            new FailedChildRetried(),
            new CompletedRunUndone(),
            new JoinLoserUndone(),
            new ReturnEarly(),
            new HandlerByCode(),
            new HandlerUndone(),
            new LoopUndoneBackwards(),
            new FinallyRunsOnce(),
            new SignalByKey(),
            new OneRunAtFault());

    private Scenarios() {}
}
