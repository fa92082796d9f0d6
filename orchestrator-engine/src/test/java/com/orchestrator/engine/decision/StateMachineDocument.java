package com.orchestrator.engine.decision;

/** Renders {@code docs/reference/state-machines.md}. */
final class StateMachineDocument {

    private static final String TEMPLATE = """
            # State machines

            Drawn by `TransitionMatrixTest` from the transitions that commands were seen to make; not edited by hand. What \
            each state means stands in the glossary of `architecture.md`. Every state × every command, with refusals, is in \
            `orchestrator-engine/src/test/resources/*-transition-matrix.txt`.

            ## Execution

            One attempt of one task, forward or undo.

            %s

            ## Instance

            A run. `COMPLETED`, `FAILED`, `COMPENSATED`, `CANCELLED` and `TERMINATED` have ended; what still leads out of \
            them is a person who revives a run in which nothing was undone, or a worker whose success comes late.

            %s
            """;

    private StateMachineDocument() {}

    static String of(TransitionMatrix executions, TransitionMatrix instances) {
        return TEMPLATE.formatted(executions.diagram("READY"), instances.diagram("RUNNING"));
    }
}
