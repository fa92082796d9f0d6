package com.orchestrator.engine.history;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A fact in the history of a run. The record's name in UPPER_SNAKE is its stable type on the wire and in the database, its
 * components are its data; a payload, if any, stands in the {@link Entry}. Names and data stay in histories for ever.
 *
 * <p>An event decides nothing: it tells the fold of its kind, and two outcomes are two events.
 */
public sealed interface RunEvent
        permits LifecycleEvent, TaskEvent, AttemptEvent, UndoEvent, ProbeEvent, SignalEvent, ChildEvent, ClaimEvent {

    /** Has the fold of its kind make it true. */
    void tell(Folds folds, Entry entry);

    /** How events change a run, by their kind. Only the run itself has them. */
    interface Folds {

        LifecycleEvent.Fold lifecycle();

        TaskEvent.Fold tasks();

        AttemptEvent.Fold executions();

        UndoEvent.Fold undos();

        ProbeEvent.Fold probes();

        SignalEvent.Fold signals();

        ChildEvent.Fold children();

        ClaimEvent.Fold claims();
    }

    /** The stable type of such events, for example {@code TASK_COMPLETED}. */
    static String typeOf(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    /** Every record that is an event. */
    static List<Class<?>> kinds() {
        return Arrays.stream(RunEvent.class.getPermittedSubclasses())
                .flatMap(family -> Stream.<Class<?>>of(family.getPermittedSubclasses()))
                .toList();
    }
}
