package com.orchestrator.api.definition;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code saga}: when and how what has happened is undone. */
public final class Saga {

    /** Ends of a run that undo it. */
    public enum CompensateOn {
        FAILED("failed"),
        TIMED_OUT("timedOut"),
        CANCELLED("cancelled");

        private final String word;

        CompensateOn(String word) {
            this.word = word;
        }
    }

    /** Which undo waits for which. */
    public enum Order {
        GRAPH,
        REVERSE,
        PARALLEL
    }

    /** What follows an undo that failed for good: wait for a person, or go on with the others. */
    public enum OnCompensationFailure {
        SUSPEND,
        CONTINUE
    }

    private final JsonObject fields;
    private final TaskList owner;

    Saga(JsonObject fields, TaskList owner) {
        this.fields = fields;
        this.owner = owner;
    }

    public Saga compensateOn(CompensateOn... ends) {
        fields.putTexts("compensateOn", Stream.of(ends).map(end -> end.word).toArray(String[]::new));
        return this;
    }

    public Saga order(Order order) {
        fields.put("order", order.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** The policy of undos that have none of their own, by its name. */
    public Saga retry(String name) {
        fields.putText("retry", name);
        return this;
    }

    public Saga retry(Consumer<? super Retry> retry) {
        retry.accept(new Retry(fields.begin("retry")));
        return this;
    }

    public Saga onCompensationFailure(OnCompensationFailure choice) {
        fields.put("onCompensationFailure", choice.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** {@code finally: {rolledBack: …}}: what is done once everything is undone, before the run ends. */
    public Saga rolledBack(Consumer<? super Block> tasks) {
        return after("rolledBack", tasks);
    }

    /** {@code finally: {undoFailed: …}}: what is done once an undo has given up, while the run waits for a person. */
    public Saga undoFailed(Consumer<? super Block> tasks) {
        return after("undoFailed", tasks);
    }

    private Saga after(String what, Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(fields.within("finally").beginList(what))));
        return this;
    }

    /** How many undos run at a time. */
    public Saga parallelism(int undos) {
        fields.put("parallelism", undos);
        return this;
    }
}
