package com.orchestrator.engine.decision;

/** Something that can be asked of one run. One file per command, in {@code decision.task} and {@code decision.workflow}. */
public interface RunCommand {

    /** Refuses, or appends to the run what is now true. Deterministic: the same run and context give the same answer. */
    Verdict decide(RunChange change);

    /** Whether it may need what the run carries, so that it is refused once that is erased. */
    default boolean needsPayloads() {
        return true;
    }
}
